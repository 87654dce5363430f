// Normalises text for storage and search. Texts that look the same get the same form: letters with two encodings,
// invisible characters and line ends make no difference.

/** Zero-width spaces, soft hyphens, direction marks and similar characters. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const INVISIBLE_RUN = /(\P{Default_Ignorable_Code_Point}?)(\p{Default_Ignorable_Code_Point}+)/gu;

/** Invisible characters that change the rendering of the previous character, and the characters for which they do. */
const DRAWN: readonly { readonly invisible: RegExp; readonly after: RegExp }[] = [
  // Joiners and direction marks within scripts other than Latin, and script-specific characters.
  {
    invisible: /[\u200C-\u200F\u061C\u115F\u1160]|[\u17B4\u17B5]|[\u180B-\u180F]/u,
    after: /[[\p{L}\p{M}]--\p{Script=Latin}]/v,
  },
  // Characters that combine several emoji, select a variant, or name a flag.
  { invisible: /\u200D/u, after: /[\p{Extended_Pictographic}\p{Emoji_Modifier}]/u },
  { invisible: /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/u, after: /[[\p{L}\p{S}\p{Emoji}]--\p{Script=Latin}]/v },
  { invisible: /[\u{E0020}-\u{E007F}]/u, after: /\p{Extended_Pictographic}/u },
];

/** At most as many marks on one letter as Unicode's stream-safe form (UAX #15): sorting them takes quadratic time. */
const withFewMarks = (text: string): string => text.replace(/(\p{M}{30})\p{M}+/gu, "$1");

/** Plain ASCII text is the same in every form, so it needs no further processing. */
const isPlainAscii = (text: string): boolean => /^[\t\n\x20-\x7E]*$/.test(text);

/** The stored form: composed letters (NFC), only `\n` as line end, and no invisible character without an effect. */
export const normaliseText = (text: string): string => {
  if (isPlainAscii(text)) return text;
  const composed = withFewMarks(text.replace(/\r\n?/g, "\n")).normalize("NFC");
  const visible = composed.replace(INVISIBLE_RUN, (_, before: string, run: string) => before + drawnIn(run, before));
  // Removing an invisible character may let its neighbours compose.
  return visible === composed ? composed : withFewMarks(visible).normalize("NFC");
};

/** Returns the stored form of a short text, also for a comparison with a text that an earlier release stored. */
export const storedForm = (text: string): string => normaliseText(text).trim();

function drawnIn(run: string, before: string): string {
  const rules = DRAWN.filter(({ after }) => after.test(before));
  return rules.length === 0 ? "" : [...run].filter((one) => rules.some(({ invisible }) => invisible.test(one))).join("");
}

/** Accents and other marks on letters, which a search ignores. They do not include vowels of other scripts. */
const DIACRITICS = /[\u0300-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F]/g;

/** The form for indexes and queries: compatible forms are unified (NFKC), case is folded, diacritics are removed. */
export const searchForm = (text: string): string =>
  isPlainAscii(text)
    ? text.toLowerCase()
    : foldCase(withFewMarks(text.replace(INVISIBLE, "")).normalize("NFKC"))
        .normalize("NFD")
        .replace(DIACRITICS, "")
        .normalize("NFKC");

/** Folds case through capitals, which have one form where small letters have two ("ß" and "ss", the two sigmas). */
const foldCase = (text: string): string => text.toUpperCase().toLowerCase().replaceAll("ς", "σ");

/** Matches sequences of letters and digits in the search form. */
export const searchWords = (text: string): readonly string[] => searchForm(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
