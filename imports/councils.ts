// Council codes in imports: sources mix current and former codes, and lines that differ only in these are equal.
import { createCouncils, demonstrationCouncils } from "../reference/councils.ts";

const councils = createCouncils(demonstrationCouncils);

export const currentCode = (code: string): string => councils.currentCode(code);

/** Returns the code in the file first, then the council's other codes, because an earlier release derived its keys from the code in the file. */
export const codesAsWritten = (code: string): readonly string[] => [...new Set([code, ...councils.codesOf(code)])];
