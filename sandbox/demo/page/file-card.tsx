import type { PageFile } from '../page-server/page-wire.ts';

/** A file of a message: what it is called, how big it is, its first lines, and a link that saves it. */
export function FileCard({ file }: { readonly file: PageFile }) {
  const { id, name, title, size, preview } = file;
  return (
    <figure className="file">
      <figcaption>
        <FileIcon />
        <span className="file-words">
          <b>{title}</b>
          <span className="muted">
            {title === name ? '' : `${name} · `}
            {sizeWords(size)}
          </span>
        </span>
        <a className="button" href={`/files/${id}`} download={name} aria-label={`Download ${name}`}>
          Download
        </a>
      </figcaption>
      {preview !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines must scroll by keyboard too
        <section className="file-preview" tabIndex={0} aria-label={`The first lines of ${name}`}>
          <pre>{preview}</pre>
        </section>
      )}
    </figure>
  );
}

function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function FileIcon() {
  return (
    <svg
      viewBox="0 0 20 20"
      width="26"
      height="26"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
    >
      <path d="M5 1.700h7L16 6v12.300H5zM12 1.700V6h4" strokeLinejoin="round" />
      <path d="M8 10h5M8 13h5" strokeLinecap="round" />
    </svg>
  );
}
