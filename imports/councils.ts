// The register by which imports resolve codes: sources mix a council's current code with former ones, and a line says the same under each.
import { createCouncils, demonstrationCouncils } from "../reference/councils.ts";

const councils = createCouncils(demonstrationCouncils);

export const currentCode = (code: string): string => councils.currentCode(code);

/** The code as written first, then the council's other codes: an earlier release made its keys of the code in the file. */
export const codesAsWritten = (code: string): readonly string[] => [...new Set([code, ...councils.codesOf(code)])];
