// Writes a region's diary as CSV.
import { csvOf } from "./csv.ts";
import { DAY_WORDS, type ExportedDay } from "./diary-day.ts";

const COLUMNS = ["first day", "last day", "what", "council", "council code", "provider", "id"] as const;

export const diaryCsv = (days: readonly ExportedDay[]): string =>
  csvOf(
    days.map(({ from, to, kind, council, provider, id }) => ({
      ...{ "first day": from, "last day": to, what: DAY_WORDS[kind] },
      ...{ council: council.name, "council code": council.code, provider: provider ?? "", id },
    })),
    COLUMNS,
  );
