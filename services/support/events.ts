// The events of one support, from the offer to its end. Support is separate from concerns: councils also ask for it themselves, and people who see
// support do not thereby see a concern.

import { z } from "zod";
import { streamName } from "../../event-log/stream-name.ts";
import { CAUSES } from "../../reference/causes.ts";
import { AWARENESS_ANSWERS, CHANNELS, COUNCIL_OFFICES } from "../../reference/concern-terms.ts";
import { STRANDS } from "../../reference/strands.ts";
import { EFFECTIVENESS, MILESTONE_KINDS, PROGRESS, REGION_VIEWS, SUPPORT_KINDS } from "../../reference/support-kinds.ts";
import { confidential } from "../confidential.ts";
import { spokenIn } from "../people/spoken-in.ts";
import { type EventOf, event } from "../stored-events.ts";

/** The parties that judge an outcome. */
export const JUDGES = ["council", "provider"] as const;
/** The two sides that agree new days of support: the council, and those who arrange it. */
export const MOVE_SIDES = JUDGES;
export const SUPPORT_ENDS = ["completed", "stopped", "offer-withdrawn"] as const;

const note = confidential(z.object({ note: z.string() })).optional();
const statement = confidential(z.object({ statement: z.string() })).optional();

export const supportEvents = {
  "SupportOffered.v2": event({
    schema: z.object({
      council: z.string(),
      region: z.string(),
      strand: z.enum(STRANDS),
      kind: z.enum(SUPPORT_KINDS),
      provider: z.string(),
      /** The causes that the support addresses; two offers can have the same. */
      causes: z.array(z.enum(CAUSES)),
      /** To whom in the council the support was offered, how and when. The council learns of an offer before anyone else. */
      offeredTo: z.enum(COUNCIL_OFFICES),
      channel: z.enum(CHANNELS),
      offeredOn: z.iso.date(),
      from: z.iso.date(),
      until: z.iso.date(),
      answerBy: z.iso.date(),
      /** The bodies that the council was told will see that it is offered support. Until it agrees nobody else of the region does. */
      shownTo: z.array(z.string()),
      /** The last day on which the council's first dispute that it was told suspends something; absent on offers from before there was one. */
      disputeBy: z.iso.date().optional(),
      text: confidential(z.object({ aim: z.string(), lead: z.string(), toldName: z.string() })),
    }),
  }),
  "OfferTellingAnswered.v1": event({
    schema: z.object({
      answer: z.enum(AWARENESS_ANSWERS),
      suspends: z.boolean(),
      /** Of "told otherwise": the bodies that the council was not told of. */
      bodies: z.array(z.string()),
      ...spokenIn,
      text: statement,
    }),
    mostPerDay: 20,
  }),
  "OfferToldAgain.v1": event({
    schema: z.object({
      toldOffice: z.enum(COUNCIL_OFFICES),
      channel: z.enum(CHANNELS),
      toldOn: z.iso.date(),
      shownTo: z.array(z.string()),
      disputeBy: z.iso.date(),
      text: confidential(z.object({ toldName: z.string(), about: z.string() })),
    }),
  }),
  "SupportAgreed.v2": event({
    schema: z.object({ ...spokenIn, regionSees: z.enum(REGION_VIEWS), text: statement }),
    mostPerDay: 20,
  }),
  "SupportDeclined.v2": event({ schema: z.object({ ...spokenIn, text: statement }), mostPerDay: 20 }),
  "RegionViewSet.v1": event({ schema: z.object({ ...spokenIn, regionSees: z.enum(REGION_VIEWS) }), mostPerDay: 20 }),
  "SupportLeadChanged.v1": event({ schema: z.object({ text: confidential(z.object({ lead: z.string() })) }), mostPerDay: 10 }),
  "SupportBegun.v1": event({ schema: z.object({ begunOn: z.iso.date() }) }),
  "MilestoneSet.v1": event({
    schema: z.object({
      milestone: z.string(),
      kind: z.enum(MILESTONE_KINDS),
      due: z.iso.date(),
      text: confidential(z.object({ about: z.string() })).optional(),
    }),
    creates: "milestone",
  }),
  "MilestoneMet.v1": event({ schema: z.object({ milestone: z.string(), metOn: z.iso.date() }) }),
  "MilestoneFellDue.v1": event({ schema: z.object({ milestone: z.string() }) }),
  "ReviewPlanned.v1": event({
    schema: z.object({ review: z.string(), from: z.iso.date(), to: z.iso.date() }),
    creates: "review",
  }),
  "ReviewCancelled.v1": event({ schema: z.object({ review: z.string() }) }),
  /** Days on which the provider is at the council. Dates of the whole support are not presence: a peer challenge of four days runs for a year. */
  "PresencePlanned.v1": event({
    schema: z.object({
      presence: z.string(),
      from: z.iso.date(),
      to: z.iso.date(),
      text: confidential(z.object({ place: z.string() })),
    }),
    creates: "presence",
    mostPerDay: 50,
  }),
  "PresenceCancelled.v1": event({ schema: z.object({ presence: z.string() }) }),
  /** The support package that it is a part of; absent: it is a part of none. */
  "PackageSet.v1": event({ schema: z.object({ package: z.string().optional() }), mostPerDay: 10 }),
  /** New days of the whole support, and the presence from then on. They count once the other side agrees. */
  "DaysProposed.v1": event({
    schema: z.object({
      move: z.string(),
      by: z.enum(MOVE_SIDES),
      ...spokenIn,
      from: z.iso.date(),
      until: z.iso.date(),
      presence: z.array(
        z.object({
          presence: z.string(),
          from: z.iso.date(),
          to: z.iso.date(),
          text: confidential(z.object({ place: z.string() })),
        }),
      ),
      text: confidential(z.object({ reason: z.string() })),
    }),
    creates: "move",
    mostPerDay: 20,
  }),
  /** `replaces`: days of presence that had not begun, and are no more. */
  "DaysAgreed.v1": event({
    schema: z.object({ move: z.string(), by: z.enum(MOVE_SIDES), ...spokenIn, replaces: z.array(z.string()), text: note }),
  }),
  "DaysDeclined.v1": event({
    schema: z.object({ move: z.string(), by: z.enum(MOVE_SIDES), ...spokenIn, text: note }),
  }),
  "ProgressReviewed.v1": event({
    schema: z.object({
      review: z.string(),
      reviewedOn: z.iso.date(),
      progress: z.enum(PROGRESS),
      text: confidential(z.object({ finding: z.string() })),
    }),
    creates: "review",
  }),
  "OutcomeJudged.v2": event({
    schema: z.object({
      by: z.enum(JUDGES),
      judgement: z.enum(EFFECTIVENESS),
      ...spokenIn,
      text: confidential(z.object({ why: z.string() })),
    }),
    mostPerDay: 20,
  }),
  "SupportEnded.v1": event({
    schema: z.object({ how: z.enum(SUPPORT_ENDS), endedOn: z.iso.date(), text: confidential(z.object({ reason: z.string() })) }),
  }),
} as const;

export type SupportEvent = EventOf<typeof supportEvents>;

export const SUPPORT_CATEGORY = "support";
export const supportStream = (id: string): string => streamName(SUPPORT_CATEGORY, id);
