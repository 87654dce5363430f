// Presents submissions and signals to their readers, and unseals text when it is read.
import type { KeyStore } from "../../event-log/keys/port.ts";
import { findBody } from "../../reference/bodies.ts";
import { reveal } from "../../services/confidential.ts";
import { londonDate } from "../../services/dates.ts";
import type { SignalState } from "../../services/signal/state.ts";
import type { SubmissionTelling } from "../../services/submission/state.ts";
import { type ActScope, actOf, attribution, attributionWithReason, speaker } from "../attribution.ts";
import { presentAnswerTo } from "../tellings.ts";
import { placeShown, type SeenSubmission } from "./read-intake.ts";

/** Who submitted something with a protected source, for people from whom that is withheld. */
export const A_REGIONAL_SOURCE = "A regional source";

export const presentSubmission = (keys: KeyStore, seen: SeenSubmission) => {
  const { record, handling, redirects, source, concerns, considered } = seen;
  const { id, cause, period, submitted, told, formerTellings, setAside, tellBy, redirected, changeRequests } = record.state;
  const { body, protectedSource, text, protectedText } = record.state;
  const { council, strand } = placeShown(seen);
  const { region } = record.state;
  const bySender = { council, region, strand, body };
  // Advisers and the council handle a submission, and nobody of the body that sent it.
  const handled = { council: record.state.council, region, strand: record.state.strand };
  return {
    ...{ id, council, strand, cause, period, protectedSource, considered },
    ...reveal(keys, text),
    ...(source && protectedText && reveal(keys, protectedText)),
    body: source ? body : undefined,
    from: source ? (findBody(body)?.name ?? body) : A_REGIONAL_SOURCE,
    sourceWithheld: !source,
    submitted: source ? attribution(submitted, bySender) : undefined,
    // Beside what others did at that time, the time could tell who it was.
    submittedOn: londonDate(new Date(submitted.at)),
    changeRequests: changeRequests.map((one) => ({
      ...(source && attribution(one, bySender)),
      on: londonDate(new Date(one.at)),
      request: one.request,
      explanation: source ? reveal(keys, one.text)?.explanation : undefined,
    })),
    handlingWithheld: !handling,
    handling: handling && {
      councilAware: record.councilAware,
      tellBy: record.councilAware ? undefined : tellBy,
      // The reason can name the council that it was about before.
      redirected: redirected.map((one) => (redirects ? attributionWithReason(keys, one, handled) : attribution(one, handled))),
      told: told && presentTold(keys, told, handled),
      formerTellings: formerTellings.map((former) => presentTold(keys, former, handled)),
      setAside: setAside && attributionWithReason(keys, setAside, handled),
      concerns,
      version: record.state.version,
    },
  };
};

const presentTold = (keys: KeyStore, telling: SubmissionTelling, scope: ActScope) => {
  const { toldOffice, channel, toldOn, recorded, text } = telling;
  return {
    toldOffice,
    channel,
    toldOn,
    ...reveal(keys, text),
    recordedBy: recorded.actor,
    act: actOf(recorded, scope),
    ...presentAnswerTo(keys, telling, scope),
  };
};

export const presentSignal = (
  keys: KeyStore,
  { id, council, region, strand, causes, text, requested, answered, withdrawn, version, office, acting }: SignalState,
) => ({
  ...{ id, council, strand, causes, version },
  requested: attribution(requested, { council, region, strand }),
  requestedBy: speaker(requested, { office, acting }, { council, region, strand }),
  wanted: reveal(keys, text)?.wanted,
  answered: answered && attribution(answered, { council, region, strand }),
  answer: answered && reveal(keys, answered.text)?.answer,
  supports: answered?.supports ?? [],
  withdrawn: withdrawn && attributionWithReason(keys, withdrawn, { council, region, strand }),
  withdrawnBy: withdrawn && speaker(withdrawn, withdrawn, { council, region, strand }),
});
