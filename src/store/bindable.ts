/** What both engines store as it is. */
export type Bindable = string | number | null;

/** Tables whose columns can all be bound; anything else is a type error where the tables are named. */
export type BindableTables<
  Tables extends { [Table in keyof Tables]: { [Column in keyof Tables[Table]]: Bindable } },
> = Tables;

/**
 * Throws unless every parameter is text, a whole number or null. libsql 0.5 aborts the whole process for a boolean and
 * stores `undefined` and `NaN` as null; PostgreSQL's driver makes text of a date or an object.
 */
export function assertBindable(parameters: readonly unknown[]): void {
  for (const value of parameters) {
    if (typeof value === 'string' || value === null || Number.isSafeInteger(value)) continue;
    const what = typeof value === 'number' ? String(value) : value instanceof Date ? 'Date' : typeof value;
    throw new TypeError(`A database parameter must be text, a whole number or null, and this is ${what}`);
  }
}
