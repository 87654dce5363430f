// Decodes a CSV file: UTF-8, UTF-16 if a mark says so, or what Excel writes in this country, Windows-1252.
import { encodingOf } from "../../../text/decode.ts";
import { FileRefused } from "./upload-problem.ts";

/**
 * Control characters but line ends, tabs and page breaks, which are text. Above 7F only those that Windows-1252 leaves undefined: the others come from text that
 * was decoded wrongly once before.
 */
const NOT_TEXT = /[[\p{Cc}--[\t-\r\x80-\x9F]]\x81\x8D\x8F\x90\x9D]/v;

/** Throws FileRefused. */
export function decodeCsv(content: Uint8Array): string {
  const encoding = encodingOf(content);
  const text = decode(content, encoding) ?? (encoding === "utf-8" ? decode(content, "windows-1252") : undefined);
  if (text === undefined || NOT_TEXT.test(text))
    throw new FileRefused(
      "FILE_NOT_AS_NAMED",
      'The file is not a CSV table, although its name says so, or is not text. Save it in Excel as "CSV UTF-8", and upload it again.',
    );
  return text;
}

function decode(content: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
