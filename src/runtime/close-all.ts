/** Closes something that was opened. */
export type Close = () => unknown;

/**
 * Closes all, one after another. One that fails keeps none of the others open: the first error is thrown at the end.
 */
export async function closeAll(closes: readonly Close[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closes) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
