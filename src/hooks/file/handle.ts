import type { FileHandle } from 'node:fs/promises';
import { measureContent, sizeOfChunk } from './content.ts';
import type { FileOperation, MeasureFile } from './meter.ts';

/** Open files that were made by opening them: the first write into one makes the file, further ones change it. */
export class NewFiles {
  readonly #handles = new WeakSet<object>();

  add(handle: object): void {
    this.#handles.add(handle);
  }

  /** What the next write into an open file does. */
  nextWrite(handle: object): FileOperation {
    return this.#handles.delete(handle) ? 'create' : 'update';
  }
}

/** The measured methods of a FileHandle, by the arguments that matter. */
interface HandleMethods {
  readFile(options?: unknown): Promise<unknown>;
  writeFile(data: unknown, options?: unknown): Promise<unknown>;
  appendFile(data: unknown, options?: unknown): Promise<unknown>;
  truncate(length?: unknown): Promise<unknown>;
}

/** Puts measured methods on an open file: on the object itself, since Node.js takes no other for a FileHandle. */
export function instrumentHandle(handle: FileHandle, measure: MeasureFile, newFiles: NewFiles): FileHandle {
  const original = handle as unknown as HandleMethods;
  const readFile = original.readFile.bind(handle);
  const truncate = original.truncate.bind(handle);
  const measuredWrite = (write: HandleMethods['writeFile']) => (data: unknown, options?: unknown) => {
    const content = measureContent(data, options);
    return measure(newFiles.nextWrite(handle), () => write(content.data, options), content.sizeBytes);
  };
  const measured: HandleMethods = {
    readFile: options =>
      measure(
        'read',
        () => readFile(options),
        content => sizeOfChunk(content, options),
      ),
    writeFile: measuredWrite(original.writeFile.bind(handle)),
    appendFile: measuredWrite(original.appendFile.bind(handle)),
    truncate: length => measure(newFiles.nextWrite(handle), () => truncate(length)),
  };
  for (const [name, value] of Object.entries(measured)) {
    Object.defineProperty(handle, name, { value, configurable: true, writable: true });
  }
  return handle;
}
