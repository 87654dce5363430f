// Codes of councils in imports: sources mix current and former codes, and lines that differ only in these are the same.
import { createCouncils, demonstrationCouncils } from "../reference/councils.ts";

const councils = createCouncils(demonstrationCouncils);

export const currentCode = (code: string): string => councils.currentCode(code);

/** The code as written first, then the council's other codes: an earlier release made its keys of the code in the file. */
export const codesAsWritten = (code: string): readonly string[] => [...new Set([code, ...councils.codesOf(code)])];
