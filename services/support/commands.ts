// The commands of support and their input.
import { z } from "zod";
import { CAUSES } from "../../reference/causes.ts";
import { AWARENESS_ANSWERS, CHANNELS, COUNCIL_OFFICES } from "../../reference/concern-terms.ts";
import { STRANDS } from "../../reference/strands.ts";
import { EFFECTIVENESS, MILESTONE_KINDS, PROGRESS, REGION_VIEWS, SUPPORT_KINDS } from "../../reference/support-kinds.ts";
import { type CommandDeclarations, type CommandOf, day, type InputOf, id, narrative, shortText } from "../input.ts";
import { inOffice } from "../people/spoken-in.ts";
import { JUDGES, MOVE_SIDES, SUPPORT_ENDS } from "./events.ts";

const onSupport = { support: id };
export const SUPPORT_ANSWERS = ["agreed", "declined"] as const;

export const supportCommands = {
  offerSupport: {
    creates: "stream",
    input: z.strictObject({
      council: id,
      strand: z.enum(STRANDS),
      kind: z.enum(SUPPORT_KINDS),
      provider: id,
      causes: z.array(z.enum(CAUSES)).min(1).max(CAUSES.length),
      aim: narrative,
      lead: shortText,
      offeredTo: z.enum(COUNCIL_OFFICES),
      toldName: shortText,
      channel: z.enum(CHANNELS),
      offeredOn: day,
      from: day,
      until: day,
      answerBy: day,
      shownTo: z.array(id).max(20).optional(),
    }),
  },
  answerSupport: {
    creates: "nothing",
    whenFull: "reserve",
    input: z.strictObject({
      ...onSupport,
      ...inOffice,
      answer: z.enum(SUPPORT_ANSWERS),
      regionSees: z.enum(REGION_VIEWS).optional(),
      statement: narrative.optional(),
    }),
  },
  setRegionView: {
    creates: "nothing",
    whenFull: "reserve",
    input: z.strictObject({ ...onSupport, ...inOffice, regionSees: z.enum(REGION_VIEWS) }),
  },
  answerOfferTelling: {
    creates: "nothing",
    whenFull: "reserve",
    input: z.strictObject({
      ...onSupport,
      ...inOffice,
      answer: z.enum(AWARENESS_ANSWERS),
      bodies: z.array(id).max(20).default([]),
      statement: narrative.optional(),
    }),
  },
  tellOfOfferAgain: {
    creates: "nothing",
    // At most once a support.
    whenFull: "always",
    input: z.strictObject({
      ...onSupport,
      toldName: shortText,
      toldOffice: z.enum(COUNCIL_OFFICES),
      channel: z.enum(CHANNELS),
      toldOn: day,
      about: narrative,
      shownTo: z.array(id).max(20).optional(),
    }),
  },
  changeSupportLead: { creates: "nothing", input: z.strictObject({ ...onSupport, lead: shortText }) },
  beginSupport: { creates: "nothing", input: z.strictObject({ ...onSupport, begunOn: day }) },
  setMilestone: {
    creates: "milestone",
    input: z.strictObject({ ...onSupport, kind: z.enum(MILESTONE_KINDS), due: day, about: shortText.optional() }),
  },
  meetMilestone: { creates: "nothing", whenFull: "always", input: z.strictObject({ ...onSupport, milestone: id, metOn: day }) },
  recordMilestoneDue: { creates: "nothing", whenFull: "always", input: z.strictObject({ ...onSupport, milestone: id }) },
  planReview: { creates: "review", input: z.strictObject({ ...onSupport, from: day, to: day }) },
  cancelReview: { creates: "nothing", whenFull: "always", input: z.strictObject({ ...onSupport, review: id }) },
  planPresence: { creates: "presence", input: z.strictObject({ ...onSupport, from: day, to: day, place: shortText }) },
  cancelPresence: { creates: "nothing", whenFull: "always", input: z.strictObject({ ...onSupport, presence: id }) },
  moveSupport: {
    creates: "move",
    input: z.strictObject({
      ...onSupport,
      ...inOffice,
      by: z.enum(MOVE_SIDES),
      from: day,
      until: day,
      presence: z.array(z.strictObject({ from: day, to: day, place: shortText })).max(20),
      reason: narrative,
    }),
  },
  answerMove: {
    creates: "nothing",
    whenFull: "reserve",
    input: z.strictObject({
      ...onSupport,
      ...inOffice,
      move: id,
      by: z.enum(MOVE_SIDES),
      answer: z.enum(SUPPORT_ANSWERS),
      note: narrative.optional(),
    }),
  },
  setPackage: { creates: "nothing", input: z.strictObject({ ...onSupport, package: id.optional() }) },
  recordProgress: {
    creates: "review",
    input: z.strictObject({
      ...onSupport,
      /** The planned review, if there was one. */
      review: id.optional(),
      reviewedOn: day,
      progress: z.enum(PROGRESS),
      finding: narrative,
    }),
  },
  endSupport: {
    creates: "nothing",
    whenFull: "always",
    input: z.strictObject({ ...onSupport, how: z.enum(SUPPORT_ENDS), endedOn: day, reason: narrative }),
  },
  judgeOutcome: {
    creates: "nothing",
    whenFull: "reserve",
    input: z.strictObject({ ...onSupport, by: z.enum(JUDGES), judgement: z.enum(EFFECTIVENESS), why: narrative, ...inOffice }),
  },
} as const satisfies CommandDeclarations;

export type SupportCommandName = keyof typeof supportCommands;
export type SupportCommand = CommandOf<typeof supportCommands>;
export type SupportInput = InputOf<typeof supportCommands>;
