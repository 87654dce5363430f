// Finds names in a PDF. A name may be written with codes: /J#61vaScript is /JavaScript.

const DELIMITER = "[\\0\\t\\n\\f\\r ()<>\\[\\]{}/%]";

/** `follows`: a pattern of what stands after the names, if they are too short to be told from compressed data. */
export const patternOfNames = (names: readonly string[], follows = ""): RegExp =>
  new RegExp(`/(?:${names.map(patternOfName).join("|")})(?=${DELIMITER}|$)${follows}`);

const patternOfName = (name: string): string =>
  [...name]
    .map((letter) => {
      const code = letter.charCodeAt(0).toString(16);
      const digits = [...code].map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit));
      return `(?:${letter}|#${digits.join("")})`;
    })
    .join("");
