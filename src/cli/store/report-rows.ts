const LINES_PER_REPORT = 100_000;

/** Hands lines on, and says from time to time how many there were. */
export async function* reportRows(
  lines: AsyncIterable<string>,
  say: (line: string) => void,
): AsyncGenerator<string, void> {
  let count = 0;
  for await (const line of lines) {
    yield line;
    count++;
    if (count % LINES_PER_REPORT === 0) say(`aiwatch: ${count.toLocaleString('en')} rows …`);
  }
}
