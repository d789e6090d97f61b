/** Lets one wait for what others tell; what is told while nobody waits ends the next wait at once. */
export interface Wake {
  wake(): void;
  wait(signal: AbortSignal): Promise<void>;
}

export function createWake(): Wake {
  let isAwake = false;
  let end: (() => void) | undefined;
  const wake = (): void => {
    isAwake = true;
    end?.();
  };
  return {
    wake,
    wait: async signal => {
      signal.addEventListener('abort', wake);
      if (!isAwake && !signal.aborted) {
        await new Promise<void>(resolve => {
          end = resolve;
        });
      }
      signal.removeEventListener('abort', wake);
      isAwake = false;
    },
  };
}
