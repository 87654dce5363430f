// The concerns about a council that were discarded before it was told, because they did not stand. The ledger has the days alone.
import type { Councils } from "../../reference/councils.ts";
import { londonDate } from "../../services/dates.ts";
import type { ReadDeps } from "../deps.ts";

type Deps = Pick<ReadDeps, "council"> & { readonly councils: Pick<Councils, "codesOf"> };

/** Returns the days up to an instant, oldest first. The caller has checked that the ledger may be read. */
export const daysOfDiscarding = ({ council, councils }: Deps, code: string, until = "9999"): readonly string[] =>
  council
    .queries()
    .didNotStand(councils.codesOf(code))
    .filter((at) => at <= until)
    .map((at) => londonDate(new Date(at)));
