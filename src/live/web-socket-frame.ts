import * as ws from 'ws';

/** A whole text frame that a server sends, RFC 6455 section 5.2. */
const TEXT_FRAME = { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: false } as const;

type FrameOf = (data: Buffer, options: typeof TEXT_FRAME) => readonly Buffer[];
/** Exported by ws, though its types leave it out. */
const { Sender } = ws as unknown as { readonly Sender: { readonly frame: FrameOf } };

/**
 * The frames of some texts, one behind the other: bytes that serve all who get these texts, by one write to each.
 */
export function encodeTextFrames(texts: readonly string[]): Buffer {
  return Buffer.concat(texts.flatMap(text => Sender.frame(Buffer.from(text), TEXT_FRAME)));
}

/** As much is used of what ws keeps to itself. */
interface FrameSender {
  readonly _sender: { sendFrame(frames: readonly Buffer[]): void };
}

/** Writes frames as they are. @param socket without compression */
export function sendFrames(socket: ws.WebSocket, frames: Buffer): void {
  if (socket.readyState === socket.OPEN) (socket as unknown as FrameSender)._sender.sendFrame([frames]);
}
