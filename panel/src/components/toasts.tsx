import './toasts.css';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'good' | 'bad';
}

type ShowToast = (text: string, tone?: Toast['tone']) => void;

const ToastContext = createContext<ShowToast>(() => {});

/** Long enough to read two lines; a failure stays until it is closed. */
const SHOWN_MS = 6000;
const MAX_TOASTS = 4;

let lastId = 0;

/** Tells, in a corner, what an action did. */
export const useToast = (): ShowToast => useContext(ToastContext);

/** Where short notices appear; screen readers read them out. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const close = useCallback((id: number) => setToasts(list => list.filter(toast => toast.id !== id)), []);
  const show = useCallback<ShowToast>(
    (text, tone = 'good') => {
      const id = ++lastId;
      setToasts(list => [...list, { id, text, tone }].slice(-MAX_TOASTS));
      if (tone === 'good') setTimeout(close, SHOWN_MS, id);
    },
    [close],
  );
  return (
    <ToastContext value={show}>
      {children}
      <section className="toasts" aria-label="Notices" aria-live="polite">
        {toasts.map(({ id, text, tone }) => (
          <div key={id} className={`toast toast-${tone}`}>
            <Icon name={tone === 'good' ? 'check' : 'warning'} />
            <p>{text}</p>
            <IconButton icon="close" label="Close this notice" onClick={() => close(id)} />
          </div>
        ))}
      </section>
    </ToastContext>
  );
}
