/** The address if a browser may open it from foreign text, else `undefined`: no scripts, no files. */
export function safeHref(address: string | null | undefined): string | undefined {
  if (address === null || address === undefined || !URL.canParse(address)) return undefined;
  const { protocol } = new URL(address);
  return ['http:', 'https:', 'mailto:'].includes(protocol) ? address : undefined;
}
