// A region's diary, as a list and as a file.
import type { ExportedDay } from "../../exports/diary-day.ts";
import { diaryFile } from "../../exports/diary-file.ts";
import { buildDisclosedSupport } from "../../queries/disclosed-record.ts";
import { type DiaryDay, readDiary } from "../../queries/support/diary.ts";
import { presentProvider } from "../../queries/support/present.ts";
import { readSupport } from "../../queries/support/read-support.ts";
import { REGIONS } from "../../reference/regions.ts";
import { daysBetween } from "../../services/dates.ts";
import { badInput, type Context, waitFor } from "../context.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { overRate } from "../rate.ts";
import { paged } from "./page.ts";
import { council } from "./reference.ts";
import { diaryEntry } from "./support.ts";

const MAX_DAYS = 366;
const MAX_ENTRIES = 500;

type Period = { readonly from: string; readonly to: string };
type Asked = Period & { readonly region: string };

function assertDiaryPeriod({ from, to }: Period): void {
  if (to < from || daysBetween(from, to) > MAX_DAYS) throw badInput(`The period must have at most ${MAX_DAYS} days.`);
}

function readDays({ hub, viewer }: Context, { region, from, to }: Asked, after: string | undefined, limit: number) {
  const councils = hub.councils.inRegion(region, hub.today());
  return readDiary(hub, viewer.facts, councils, { from, to }, after === undefined ? undefined : JSON.parse(after), limit);
}

/** A day of a support in a file discloses what it discloses in the list. */
function exportedDay({ hub, viewer, disclosing }: Context, day: DiaryDay): ExportedDay {
  const { id, council: code, from, to } = day;
  const { name } = hub.councils.find(code) ?? { name: code };
  const council = { code, name };
  if (day.kind === "noted-date") return { id, kind: day.noted, council, provider: undefined, from, to };
  const { kind, provider, support } = day;
  const seen = support === undefined ? null : readSupport(hub, viewer.facts, support);
  if (seen)
    disclosing.note(buildDisclosedSupport(hub, viewer, "list", seen.state), kind === "presence" ? "engagement" : "purpose");
  return { id, kind, council, provider: presentProvider(provider).name, from, to };
}

export const diaryResolvers = {
  Query: {
    async diary(_, { region, from, to, afterPosition, ...args }, context) {
      await waitFor(context, afterPosition);
      assertDiaryPeriod({ from, to });
      const list = (after: string | undefined, limit: number) => readDays(context, { region, from, to }, after, limit);
      const { nodes, pageInfo } = paged(context, ["diary", region, from, to], args, list, ({ from, id }) =>
        JSON.stringify({ from, id }),
      );
      return { nodes: nodes.map((day) => diaryEntry(context, day)), pageInfo };
    },
    async diaryFile(_, { region, from, to, format, afterPosition }, context) {
      await waitFor(context, afterPosition);
      assertDiaryPeriod({ from, to });
      const over = overRate(context.rates, "exports");
      if (over) throw over;
      const found = readDays(context, { region, from, to }, undefined, MAX_ENTRIES + 1);
      if (found.length > MAX_ENTRIES) throw badInput(`to: There are more than ${MAX_ENTRIES} entries. Enter a shorter period.`);
      const days = found.map((day) => exportedDay(context, day));
      const name = REGIONS.find(({ code }) => code === region)?.name ?? region;
      return diaryFile({ region: name, from, to, days }, format, context.hub.now());
    },
  },
  DiaryEntry: { council: (parent, _, context) => council(context, parent.council) },
} satisfies Resolvers;
