import './dialog.css';
import './field.css';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button, IconButton } from './button.tsx';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** In the middle, or at the side, as details are. @default center */
  readonly place?: 'center' | 'side';
  /** Buttons at its end. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** A window over the page, open as long as it is there: it keeps the focus, and Escape closes it. */
export function Dialog({ title, onClose, place = 'center', footer, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog dialog-${place}`}
      aria-labelledby={id}
      closedby="any"
      onClose={event => event.target === dialog.current && onClose()}
    >
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label="Close" onClick={onClose} />
      </div>
      <div className="dialog-body">{children}</div>
      {footer !== undefined && <div className="dialog-foot">{footer}</div>}
    </dialog>
  );
}

export interface ConfirmDialogProps {
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly children: ReactNode;
  /** Of the button that does it. */
  readonly action: string;
  /** Must be typed first: for what cannot be undone. */
  readonly typed?: string;
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks before something is done. It stays open when that fails, and says why. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, action, typed, onConfirm, onClose, children } = props;
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const id = useId();
  async function confirm(): Promise<void> {
    setIsBusy(true);
    setProblem(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem((error as Error).message);
      setIsBusy(false);
    }
  }
  const isReady = typed === undefined || text.trim() === typed.trim();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" disabled={!isReady || isBusy} onClick={() => void confirm()}>
            {action}
          </Button>
        </>
      }
    >
      <div className="stack">
        {children}
        {typed !== undefined && (
          <div className="field">
            <label htmlFor={id}>
              Type{' '}
              <code>
                <bdi>{typed}</bdi>
              </code>{' '}
              to go on
            </label>
            <input
              id={id}
              value={text}
              autoComplete="off"
              spellCheck={false}
              onChange={e => setText(e.target.value)}
            />
          </div>
        )}
        <p role="alert" className="dialog-problem">
          {problem}
        </p>
      </div>
    </Dialog>
  );
}
