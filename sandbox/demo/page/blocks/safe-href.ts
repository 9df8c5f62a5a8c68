/** The address if it is a web or mail address, else `undefined`. Scripts and files are never opened. */
export function safeHref(address: string | null | undefined): string | undefined {
  if (address === null || address === undefined || !URL.canParse(address)) return undefined;
  const { protocol } = new URL(address);
  return ['http:', 'https:', 'mailto:'].includes(protocol) ? address : undefined;
}
