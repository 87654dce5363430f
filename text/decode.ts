// Decodes bytes to text strictly. Letters that a lenient decoder replaces by U+FFFD are lost permanently, because the log is never rewritten.

/** The bytes are not text in a supported encoding. The message says what to do. */
export class NotText extends Error {
  override name = "NotText";
  /** The first faulty line, from 1. */
  readonly line: number;

  constructor(line: number, sentence: string) {
    super(sentence);
    this.line = line;
  }
}

export const SAVE_AS_UTF8 = 'Save the file as UTF-8 (in Excel "CSV UTF-8", in Notepad "UTF-8" beside the name), and try again.';

export const LETTERS_LOST = `Some of its letters were lost or are not UTF-8. ${SAVE_AS_UTF8}`;

/** A decoder replaces bytes that it cannot decode by U+FFFD. */
export const holdsLostLetters = (text: string): boolean => text.includes("\uFFFD");

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** Detects the encoding from the byte order mark; UTF-8 if there is none. */
export function encodingOf([first, second]: Uint8Array): Encoding {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

/** Decodes without the byte order mark, with U+FFFD for undecodable bytes. */
export const decodeLeniently = (bytes: Uint8Array, encoding: Encoding = encodingOf(bytes)): string =>
  new TextDecoder(encoding).decode(bytes);

/** Decodes without the byte order mark: UTF-8, or UTF-16 if the mark says so. Throws NotText. */
export function decodeText(bytes: Uint8Array, encoding?: Encoding): string {
  const text = decodeLeniently(bytes, encoding);
  const fault = faultIn(text);
  if (fault) throw new NotText(text.slice(0, fault.at).split("\n").length, fault.sentence);
  return text;
}

/** Returns the first character that is not text, and a message about it. */
export function faultIn(text: string): { readonly at: number; readonly sentence: string } | undefined {
  const at = text.search(/[\uFFFD\0]/);
  if (at < 0) return undefined;
  const sentence = text[at] === "\0" ? `It holds characters that are not text. ${SAVE_AS_UTF8}` : LETTERS_LOST;
  return { at, sentence };
}
