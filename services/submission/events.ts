// The events of a submission about a council by a department, an inspectorate or a body of the sector (domain.md, "Departments both ways";
// docs/decisions/0045).

import { z } from "zod";
import { streamName } from "../../event-log/stream-name.ts";
import { CAUSES } from "../../reference/causes.ts";
import { AWARENESS_ANSWERS, CHANNELS, COUNCIL_OFFICES, SUBMISSION_REQUESTS } from "../../reference/concern-terms.ts";
import { STRANDS } from "../../reference/strands.ts";
import { period } from "../concern/events.ts";
import { confidential } from "../confidential.ts";
import { spokenIn } from "../people/spoken-in.ts";
import { type EventOf, event } from "../stored-events.ts";

export const submissionEvents = {
  "InformationSubmitted.v3": event({
    schema: z.object({
      body: z.string(),
      council: z.string(),
      region: z.string(),
      strand: z.enum(STRANDS),
      cause: z.enum(CAUSES).optional(),
      period,
      /** The last day to tell the council; absent on submissions from before there was one. */
      tellBy: z.iso.date().optional(),
      /** Whether only the sender's body and the advisers know who submitted it and where it comes from. */
      protectedSource: z.boolean(),
      /** `beyondRemitReason`: why the body submits what is outside its remit. `source` and `reference` are in `protectedText` if the source is protected. */
      text: confidential(
        z.object({
          account: z.string(),
          source: z.string().optional(),
          reference: z.string().optional(),
          beyondRemitReason: z.string().optional(),
        }),
      ),
      protectedText: confidential(z.object({ source: z.string(), reference: z.string().optional() })).optional(),
    }),
  }),
  "CouncilToldOfSubmission.v2": event({
    schema: z.object({
      toldOffice: z.enum(COUNCIL_OFFICES),
      channel: z.enum(CHANNELS),
      toldOn: z.iso.date(),
      /** The last day on which the council's first dispute that it was told suspends something; absent on records from before there was one. */
      disputeBy: z.iso.date().optional(),
      text: confidential(z.object({ toldName: z.string(), about: z.string() })),
    }),
  }),
  "SubmissionTellingAnswered.v1": event({
    schema: z.object({
      answer: z.enum(AWARENESS_ANSWERS),
      suspends: z.boolean(),
      ...spokenIn,
      text: confidential(z.object({ statement: z.string() })).optional(),
    }),
  }),
  "SubmissionRedirected.v1": event({
    schema: z.object({
      council: z.string(),
      region: z.string(),
      strand: z.enum(STRANDS),
      text: confidential(z.object({ reason: z.string() })),
    }),
  }),
  "SubmissionChangeRequested.v1": event({
    schema: z.object({ request: z.enum(SUBMISSION_REQUESTS), text: confidential(z.object({ explanation: z.string() })) }),
  }),
  "SubmissionFellDue.v1": event({ schema: z.object({}) }),
  "SubmissionSetAside.v1": event({ schema: z.object({ text: confidential(z.object({ reason: z.string() })) }) }),
} as const;

export type SubmissionEvent = EventOf<typeof submissionEvents>;

export const SUBMISSION_CATEGORY = "submission";
export const submissionStream = (id: string): string => streamName(SUBMISSION_CATEGORY, id);
