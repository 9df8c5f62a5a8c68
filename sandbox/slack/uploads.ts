import { randomBytes } from 'node:crypto';
import type { StoredFile } from './stored-message.ts';

/** A file between files.getUploadURLExternal and files.completeUploadExternal. */
export interface Upload {
  readonly fileId: string;
  readonly name: string;
  /** In bytes, as announced. */
  readonly length: number;
  content: Buffer | undefined;
}

/** The upload URLs that were issued, and what was sent to them. */
export class Uploads {
  readonly #byPath = new Map<string, Upload>();

  /** Returns the upload and the path of its URL. */
  issue(name: string, length: number): { readonly upload: Upload; readonly path: string } {
    const upload = {
      fileId: `F${randomBytes(5).toString('hex').toUpperCase()}`,
      name,
      length,
      content: undefined,
    };
    const path = `/upload/v1/${randomBytes(24).toString('base64url')}`;
    this.#byPath.set(path, upload);
    return { upload, path };
  }

  find(path: string): Upload | undefined {
    return this.#byPath.get(path);
  }

  /** The upload of that file, once its content has arrived. */
  arrived(fileId: string): (Upload & { readonly content: Buffer }) | undefined {
    const found = [...this.#byPath.values()].find((upload) => upload.fileId === fileId);
    return found?.content === undefined ? undefined : { ...found, content: found.content };
  }

  /** Ends the upload: its URL and its id cannot be used again. */
  end({ id }: StoredFile): void {
    for (const [path, { fileId }] of this.#byPath) if (fileId === id) this.#byPath.delete(path);
  }
}

/** The content of a POST to an upload URL: the raw bytes, or the file of a form. */
export async function contentOf(body: Buffer, contentType: string): Promise<Buffer> {
  if (!contentType.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': contentType },
  }).formData();
  const [file] = [...form.values()].filter((value) => typeof value !== 'string');
  return file === undefined ? Buffer.alloc(0) : Buffer.from(await file.arrayBuffer());
}
