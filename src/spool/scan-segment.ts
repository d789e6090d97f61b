import { join } from 'node:path';
import { AiwatchError, reasonOf } from '../errors.ts';
import { FORMAT_VERSION, parseSegmentHeader, SEGMENT_HEADER_BYTES } from './record-format.ts';
import { parseSegmentName, type Segment } from './segment.ts';
import { SegmentReader } from './segment-reader.ts';
import type { SpoolFile, SpoolFs } from './spool-fs.ts';

/** A segment as it lies in the folder, before its records were looked at. */
export interface FoundSegment {
  readonly name: string;
  readonly path: string;
  readonly firstSeq: number;
  readonly salt: number;
  /** Undefined where the header cannot be read. */
  readonly previousSeq: number | undefined;
  readonly sizeBytes: number;
}

/** What a segment holds behind the cursor. */
export interface ScannedSegment {
  readonly segment: Segment;
  readonly records: number;
  /** Records that are lost between others. */
  readonly missing: number;
  /** Damaged bytes between records. */
  readonly damagedBytes: number;
  /** Where the last intact record ends. */
  readonly intactEnd: number;
  readonly startTimeMs: number | undefined;
}

/** Finds the segments of a folder, in order. Throws DATA_FILE_UNREADABLE for one of a newer version. */
export async function findSegments(fs: SpoolFs, folder: string): Promise<readonly FoundSegment[]> {
  const found: FoundSegment[] = [];
  for (const name of [...(await fs.list(folder))].sort()) {
    const parsed = parseSegmentName(name);
    if (parsed === undefined) continue;
    const path = join(folder, name);
    found.push({ name, path, ...parsed, ...(await readHeader(fs, path)) });
  }
  return found;
}

async function readHeader(
  fs: SpoolFs,
  path: string,
): Promise<Pick<FoundSegment, 'previousSeq' | 'sizeBytes'>> {
  return withFile(fs, path, async file => {
    const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
    await file.read(bytes, 0).catch(() => 0);
    const header = parseSegmentHeader(bytes);
    if (header !== undefined && header.version > FORMAT_VERSION) {
      throw new AiwatchError('DATA_FILE_UNREADABLE', {
        where: path,
        found: `one of version ${header.version}`,
      });
    }
    return { previousSeq: header?.previousSeq, sizeBytes: await file.sizeBytes() };
  });
}

/** Goes through a segment: what is delivered already, what can be read, what cannot. */
export async function scanSegment(
  fs: SpoolFs,
  found: FoundSegment,
  cursorSeq: number,
): Promise<ScannedSegment> {
  return withFile(fs, found.path, async file => {
    const whole = segmentOf(found, SEGMENT_HEADER_BYTES, found.firstSeq);
    const segment = cursorSeq < found.firstSeq ? whole : await behindCursor(file, found, whole, cursorSeq);
    const reader = new SegmentReader(file, segment);
    let [records, startTimeMs]: [number, number | undefined] = [0, undefined];
    while (await advance(reader, found.sizeBytes)) {
      startTimeMs ??= reader.timeMs;
      records++;
    }
    segment.lastSeq = reader.seq;
    const { missing, damagedBytes, intactEnd } = reader;
    return { segment, records, missing, damagedBytes, intactEnd, startTimeMs };
  });
}

async function behindCursor(
  file: SpoolFile,
  found: FoundSegment,
  whole: Segment,
  cursorSeq: number,
): Promise<Segment> {
  const reader = new SegmentReader(file, whole);
  let startBytes = SEGMENT_HEADER_BYTES;
  while ((await advance(reader, found.sizeBytes)) && reader.seq <= cursorSeq) startBytes = reader.intactEnd;
  return segmentOf(found, startBytes, cursorSeq + 1);
}

async function advance(reader: SegmentReader, limitBytes: number): Promise<boolean> {
  for (;;) {
    const taken = reader.take(limitBytes);
    if (taken !== 'more') return taken === 'record';
    await reader.load(limitBytes);
  }
}

function segmentOf(found: FoundSegment, startBytes: number, startSeq: number): Segment {
  const { name, path, firstSeq, salt, sizeBytes } = found;
  return {
    name,
    path,
    firstSeq,
    salt,
    sizeBytes,
    lastSeq: startSeq - 1,
    isSealed: true,
    startBytes,
    startSeq,
    missing: 0,
    damagedBytes: 0,
  };
}

async function withFile<T>(fs: SpoolFs, path: string, use: (file: SpoolFile) => Promise<T>): Promise<T> {
  const file = await fs.open(path, 'read').catch(cause => {
    throw new AiwatchError('DATA_FILE_UNREADABLE', { where: path, found: reasonOf(cause), cause });
  });
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
