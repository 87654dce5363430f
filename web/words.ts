// How values of the schema are written on pages.
import type { GraphQLSchema } from "graphql";
import { dateInWords, dayInWords, timeInWords } from "../text/dates-in-words.ts";
import { valueInWords } from "../text/value-words.ts";

/** A date, or the day in England at an instant. */
export const dateOrDayInWords = (value: string): string => (value.includes("T") ? dayInWords(value) : dateInWords(value));
/** `12 December 2026 at 09:30`, in England at an instant. */
export const momentOnPage = (instant: string): string => `${dayInWords(instant)} at ${timeInWords(instant)}`;

/** The time in England at which a session ends, in seconds since 1970. */
export const endInWords = (expires: number): string => timeInWords(new Date(expires * 1000).toISOString());

type Actor = { readonly name: string | null; readonly inWords?: string | null };

/** `Rowan Ashdown (Principal Adviser, East Midlands)`: who did something, in the role that they had then. */
export const actorInWords = ({ name, inWords }: Actor): string =>
  `${name ?? "A person whose name was erased"}${inWords ? ` (${inWords})` : ""}`;

type Act = { readonly at: string; readonly actor: Actor | null };

/** `Rowan Ashdown (Principal Adviser, East Midlands), 12 December 2026`. Of what the hub did itself the day alone. */
export const whoAndDay = ({ actor, at }: Act): string =>
  [...(actor ? [actorInWords(actor)] : []), dateOrDayInWords(at)].join(", ");
/** The same with the time. */
export const whoAndMoment = ({ actor, at }: Act): string =>
  [...(actor ? [actorInWords(actor)] : []), momentOnPage(at)].join(", ");

/** `1 April 2025 to 30 September 2025`; `1 April 2025`. */
export const periodInWords = ({ from, to }: { readonly from: string; readonly to: string }): string =>
  from === to ? dateInWords(from) : `${dateInWords(from)} to ${dateInWords(to)}`;

/** Ends words with a full stop, if they do not end a sentence already. */
export const asSentence = (words: string): string => (/[.!?]$/.test(words.trim()) ? words : `${words}.`);

const NUMBER = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 6 });

/** `12,345.6`. */
export const numberOnPage = (value: number): string => NUMBER.format(value);

/** `1.2 MB`, `14 kB`: as a file's size is written. */
export const bytesInWords = (bytes: number): string =>
  bytes >= 1_000_000 ? `${NUMBER_SHORT.format(bytes / 1_000_000)} MB` : `${NUMBER_SHORT.format(Math.max(1, bytes / 1000))} kB`;
const NUMBER_SHORT = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

type Visit = {
  readonly kind: string;
  readonly provider: { readonly name: string } | null;
  readonly from: string;
  readonly to: string;
};

const VISITS: Readonly<Record<string, string>> = {
  ...{ PRESENCE: "on site", APPROACH: "approach or visit", REVIEW: "review of support", SUPPORT: "support" },
};

/** `CIB East Midlands: approach or visit`. */
export const visitInWords = ({ kind, provider }: Visit): string => {
  const what = VISITS[kind];
  if (!what || !provider) throw new TypeError(`${kind} is no visit.`);
  return `${provider.name}: ${what}`;
};

/** `Headline, Sharing record`. */
export const partNames = (parts: readonly string[]): string => parts.map(valueAsName).join(", ");

/** `Headline: council, strand, cause and stage. Summary: …`: the parts that a share covers, to somebody who does not know them. */
export const partsInFull =
  (schema: GraphQLSchema) =>
  (parts: readonly string[]): string =>
    parts
      .map((part) => {
        const words = valueInWords(schema)(part, "Part");
        return `${valueAsName(part)}: ${words.charAt(0).toLowerCase()}${words.slice(1)}.`;
      })
      .join(" ");

/** `Next steps` for NEXT_STEPS: values that are names. */
export const valueAsName = (value: string): string => value.charAt(0) + value.slice(1).toLowerCase().replaceAll("_", " ");

/** `Council aware`: a concern's stage as a tag. */
export const stageName = (stage: string): string => (stage === "AWARE" ? "Council aware" : valueAsName(stage));

type Speaker = { readonly actor: Actor | null; readonly office?: string | null };

/** Who spoke for a council, as far as the reader may know: the person, otherwise the office, otherwise the council. */
export const speakerInWords =
  (schema: GraphQLSchema) =>
  ({ actor, office }: Speaker): string => {
    if (actor) return actorInWords(actor);
    return office ? valueInWords(schema)(office, "Office") : "The council";
  };
