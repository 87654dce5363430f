// The streams of a PDF. Objects can be packed in one, so each is unpacked that could contain objects, whatever its dictionary says.
import { type InflateBudget, inflateWithin } from "./bounded-inflate.ts";
import { patternOfNames } from "./pdf-names.ts";
import { FileRefused } from "./upload-problem.ts";

const MAX_STREAMS = 10_000;
/** Streams of pictures begin like deflated data by chance. Looking at each takes several tries. */
const MAX_FAULTY_STARTS = 200;
/** Of all streams of a file together, and of one stream. */
const MAX_UNPACKED_BYTES = 100_000_000;
const MAX_UNPACKED_STREAM = 32_000_000;
/** The most characters before the data of a stream that are read as its dictionary. */
const MAX_DICTIONARY = 10_000;
/** How much of a stream is unpacked to see what it is. */
const START_BYTES = 256;

const HAS_OBJECT_STREAMS = patternOfNames(["ObjStm"]);
/** Ways of packing that are not undone here. Producers use none of them for objects. */
const OTHER_FILTERS = patternOfNames([
  "ASCIIHexDecode",
  "ASCII85Decode",
  "LZWDecode",
  "RunLengthDecode",
  "AHx",
  "A85",
  "LZW",
  "RL",
]);
const PREDICTED = patternOfNames(["Predictor", "DecodeParms", "DP"]);
/** How much of what is unpacked is looked at to see whether objects are there, from its first letter that is not blank. */
const LOOKED_AT = 100;
/** Objects in a stream are preceded by their numbers and positions. Comments may be before them. */
const OBJECTS = /^(?:%|[+-]?\d+[\0\t\n\f\r ]+[+-]?\d)/;
const NUMBERS_OF_OBJECTS = /^[\t\n\f\r ]*\d+[\0\t\n\f\r ]+\d/;
/** A text that ends before it shows whether numbers of objects are there. */
const BEGINNING_OF_NUMBERS = /^[+-]?\d*[\0\t\n\f\r ]*[+-]?$/;
const NO_BLANK = /[^\0\t\n\f\r ]/;
/** A predictor puts its number, a byte of at most this, before each row. */
const MAX_PREDICTOR = 4;

type StreamBudget = InflateBudget & { faultyStarts: number };

type PdfStreams = {
  /** Of each stream: where its data begins, and where the next `endstream` is. */
  readonly places: readonly { readonly start: number; readonly end: number }[];
  /** The text of the file without the data of streams. */
  readonly outside: string;
};

/** Throws FileRefused if there are too many. */
export function findPdfStreams(text: string): PdfStreams {
  const places: { start: number; end: number }[] = [];
  const pieces: string[] = [];
  let end = 0;
  for (const { index, 0: keyword } of text.matchAll(/(?<!end)stream[ \t]{0,8}(?:\r\n|\r|\n)/g)) {
    const start = index + keyword.length;
    if (start >= end) {
      pieces.push(text.slice(end, start));
      const found = text.indexOf("endstream", start);
      end = found < 0 ? text.length : found;
    }
    places.push({ start, end });
    if (places.length > MAX_STREAMS) throw cannotBeChecked();
  }
  pieces.push(text.slice(end));
  return { places, outside: pieces.join("") };
}

/** The text of each stream that could contain objects. Throws FileRefused where that cannot be seen. */
export function* unpackObjectStreams(content: Uint8Array, text: string, { places, outside }: PdfStreams): Generator<string> {
  if (!HAS_OBJECT_STREAMS.test(text)) return;
  if (OTHER_FILTERS.test(outside)) throw cannotBeChecked();
  const budget = { left: MAX_UNPACKED_BYTES, faultyStarts: MAX_FAULTY_STARTS };
  let previous = 0;
  for (const { start, end } of places) {
    const dictionary = text.slice(Math.max(previous, start - MAX_DICTIONARY), start);
    if (HAS_OBJECT_STREAMS.test(dictionary) && PREDICTED.test(dictionary)) throw cannotBeChecked();
    previous = Math.max(start, end);
    if (!isZlib(content, start)) continue;
    const objects = unpackIfObjects(content.subarray(start + 2), budget);
    if (objects !== undefined) yield objects;
  }
}

/** Whether the two bytes of a zlib header are there. */
function isZlib(content: Uint8Array, at: number): boolean {
  const [first = 0, second = 0] = content.subarray(at, at + 2);
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}

function unpackIfObjects(data: Uint8Array, budget: StreamBudget): string | undefined {
  const start = unpackStart(data, budget);
  if (start === undefined || !mayBeObjects(start)) return undefined;
  const unpacked = inflateWithin(data, { left: Math.min(budget.left, MAX_UNPACKED_STREAM) })?.content;
  if (unpacked === undefined) throw cannotBeChecked();
  budget.left -= unpacked.length;
  const text = unpacked.toString("latin1");
  return mayBeObjects(text) ? text : undefined;
}

/** The start of a stream; undefined if it is not deflated data. Programs show what precedes a fault, so shorter starts are tried. */
function unpackStart(data: Uint8Array, budget: StreamBudget): string | undefined {
  for (let length = START_BYTES; length >= 8; length /= 2) {
    const inflated = inflateWithin(data.subarray(0, length), budget, true);
    if (inflated) return inflated.content.toString("latin1");
    if (length === START_BYTES && budget.faultyStarts-- <= 0) throw cannotBeChecked();
  }
  return undefined;
}

/** Whether objects are there, or may follow. Throws FileRefused if a predictor hides them. */
function mayBeObjects(unpacked: string): boolean {
  const from = unpacked.search(NO_BLANK);
  if (from < 0) return true;
  const end = from + LOOKED_AT;
  const isPredictor = (at: number) => unpacked.charCodeAt(at) <= MAX_PREDICTOR;
  // The number 0 is a blank too, so a row can begin before the first letter that is not one.
  const hasPredicted = [from - 1, from].some((at) => isPredictor(at) && NUMBERS_OF_OBJECTS.test(unpacked.slice(at + 1, end)));
  if (hasPredicted) throw cannotBeChecked();
  let numbers = from;
  while (numbers < end && (isPredictor(numbers) || isBlank(unpacked, numbers))) numbers++;
  return OBJECTS.test(unpacked.slice(from, end)) || BEGINNING_OF_NUMBERS.test(unpacked.slice(numbers, end));
}

const isBlank = (text: string, at: number): boolean => at < text.length && !NO_BLANK.test(text.charAt(at));

const cannotBeChecked = (): FileRefused =>
  new FileRefused(
    "FILE_DAMAGED",
    "The PDF is packed in a way that cannot be checked. Print it to a new PDF (Print, then Save as PDF), and upload that.",
  );
