import { AiwatchError } from './errors.ts';

/** Resolves as `answer` of the store does. Rejects with STORE_UNAVAILABLE where it takes longer than `deadlineMs`. */
export async function withinDeadline<T>(where: string, answer: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const giveUp = new Promise<never>((_resolve, reject) => {
    const found = `no answer within ${deadlineMs} ms`;
    const fail = () => reject(new AiwatchError('STORE_UNAVAILABLE', { where, found }));
    timer = setTimeout(fail, deadlineMs).unref();
  });
  try {
    return await Promise.race([answer, giveUp]);
  } finally {
    clearTimeout(timer);
  }
}
