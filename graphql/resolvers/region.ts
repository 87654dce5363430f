// The list of a region's councils.
import { lazy } from "../../caching/cache.ts";
import { buildDisclosedConcern } from "../../queries/disclosed-concern.ts";
import {
  councilsInPicture,
  placeOfCouncil,
  readLastContact,
  readNextDay,
  readNextTasks,
  readOpenConcerns,
} from "../../queries/region/region-councils.ts";
import { readAlignedSupport } from "../../queries/support/aligned-support.ts";
import type { Council } from "../../reference/councils.ts";
import { type Context, waitFor } from "../context.ts";
import type { Resolvers } from "../generated/resolver-types.ts";
import { noteCount } from "./connection.ts";
import { noteTask } from "./inbox.ts";
import { paged } from "./page.ts";
import { diaryEntry, discloseAligned } from "./support.ts";

/** The day of a conversation discloses that part of its concern. */
function lastContactOn(context: Context, council: Council): string | undefined {
  const { hub, viewer, disclosing } = context;
  const last = readLastContact(hub, viewer.facts, council);
  if (last?.concern) disclosing.note(buildDisclosedConcern(hub, viewer, "list", last.concern), "conversations");
  return last?.heldOn;
}

function openConcerns(context: Context, { code }: Council): number {
  const { hub, viewer, shared } = context;
  const open = shared("open concerns by council", () => readOpenConcerns(hub, viewer.facts)).get(code) ?? 0;
  if (open > 0) noteCount(context, viewer, code);
  return open;
}

export const regionResolvers = {
  Query: {
    async regionCouncils(_, { region, afterPosition, ...args }, context) {
      await waitFor(context, afterPosition);
      const { hub, viewer } = context;
      const list = (after: string | undefined, limit: number) => {
        const councils = councilsInPicture(hub, viewer.facts, region);
        return councils.filter((council) => after === undefined || placeOfCouncil(council) > after).slice(0, limit);
      };
      const { nodes, pageInfo } = paged(context, ["region councils", region], args, list, placeOfCouncil);
      const nextTasks = lazy(() => readNextTasks(hub, viewer, nodes));
      const aligned = lazy(() => readAlignedSupport(hub, viewer.facts, nodes));
      const supportOf = (council: Council) => aligned().find((one) => one.council === council);
      return { nodes: nodes.map((council) => ({ council, nextTasks, supportOf })), pageInfo };
    },
  },
  RegionCouncil: {
    lastContactOn: ({ council }, _, context) => lastContactOn(context, council),
    openConcerns: ({ council }, _, context) => openConcerns(context, council),
    support({ council, supportOf }, _, context) {
      const aligned = supportOf(council);
      return aligned ? discloseAligned(context, "list", aligned).strands : [];
    },
    nextDay({ council }, _, context) {
      const day = readNextDay(context.hub, context.viewer.facts, council);
      return day && diaryEntry(context, day);
    },
    nextTask({ council, nextTasks }, _, context) {
      const task = nextTasks().get(council.code);
      if (task) noteTask(context, task);
      return task;
    },
  },
} satisfies Resolvers;
