import { IconButton } from '../../components/button.tsx';
import { useCopy } from '../../components/use-copy.ts';

/** Something to type elsewhere, with a button that copies it. */
export function CommandLine({ text, label }: { readonly text: string; readonly label: string }) {
  const copy = useCopy();
  return (
    <div className="command">
      <code>{text}</code>
      <IconButton icon="copy" label={`Copy ${label}`} onClick={() => copy(text)} />
    </div>
  );
}
