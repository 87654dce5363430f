// Invented support for an invented council, a request for support and a department's submission: enough data for every view.
import type { Hub } from "../hub/hub.ts";
import { daysAfter } from "../services/dates.ts";
import { commandIdsOf, idsFrom } from "../services/pipeline/command-identity.ts";
import type { CommandContext, Outcome } from "../services/pipeline/execute-command.ts";
import type { SupportCommandName } from "../services/support/commands.ts";
import { loadSupport } from "../services/support/service.ts";
import { asPerson, done } from "./ask.ts";

const COUNCIL = "X00000004";

export async function seedSupport(hub: Hub): Promise<void> {
  const today = hub.today();
  const { support, council, signal, submission } = hub.services;

  const offer = async (name: string, as: string, more: object) => {
    const context = await asPerson(hub, as, `demonstration-support-${name}`);
    const offered = {
      council: COUNCIL,
      offeredTo: "chief-executive",
      toldName: "The chief executive (invented)",
      channel: "in-person",
      offeredOn: daysAfter(today, -21),
      answerBy: daysAfter(today, 14),
      ...more,
    };
    const outcome = await support.execute("offerSupport", offered, context);
    done(outcome);
    const id = outcome.kind === "done" ? outcome.id : await offeredBefore(hub, context);
    return async (command: SupportCommandName, actor: string, input: object): Promise<void> => {
      const actorContext = await asPerson(hub, actor, `demonstration-support-${name}-${command}`);
      doneOrSince(await support.execute(command, { support: id, ...input }, actorContext));
    };
  };

  // A running corporate peer challenge, with its standard milestones.
  const peerChallenge = await offer("peer-challenge", "adviser", {
    ...{ strand: "corporate", kind: "corporate-peer-challenge", provider: "lga", causes: ["finance", "leadership"] },
    ...{
      aim: "An independent look at finance and leadership before the next budget.",
      lead: "Peer challenge manager (invented)",
    },
    ...{ from: daysAfter(today, -14), until: daysAfter(today, 360) },
  });
  await peerChallenge("answerSupport", "chief-executive", { answer: "agreed" });
  await peerChallenge("beginSupport", "adviser", { begunOn: daysAfter(today, -14) });

  // Two offers for the same cause from two providers, which have to be aligned.
  const mentoring = await offer("mentoring", "cib-lead", {
    ...{ strand: "childrens", kind: "mentoring", provider: "cib-east-midlands", causes: ["service-performance"] },
    ...{ aim: "A serving director mentors the two new team managers.", lead: "Regional lead director (invented)" },
    ...{ from: daysAfter(today, 28), until: daysAfter(today, 180), shownTo: ["cib-east-midlands"] },
  });
  const welcome = { answer: "agreed", regionSees: "purpose", statement: "Welcome, from next month." };
  await mentoring("answerSupport", "chief-executive", welcome);
  await offer("team-session", "adviser", {
    ...{ strand: "childrens", kind: "team-session", provider: "lga", causes: ["service-performance"] },
    ...{ aim: "One day with the managers of both teams on supervision.", lead: "Improvement adviser (invented)" },
    ...{ from: daysAfter(today, 35), until: daysAfter(today, 36), shownTo: ["cib-east-midlands"] },
  });

  const lead = { council: COUNCIL, person: "adviser" };
  done(await council.execute("nameLead", lead, await asPerson(hub, "adviser", "demonstration-lead")));
  const request = {
    council: "X00000005",
    strand: "corporate",
    causes: ["finance"],
    wanted: "A finance peer to read our medium-term strategy with us before cabinet does.",
  };
  done(await signal.execute("requestSupport", request, await asPerson(hub, "leader-ambleford", "demonstration-signal")));
  const information = {
    body: "dfe",
    council: COUNCIL,
    strand: "childrens",
    cause: "leadership",
    period: { from: "2025-04-01", to: "2025-09-30" },
    account: "Two statutory returns came late and were withdrawn and sent again within a week.",
    source: "Returns team (invented)",
  };
  const department = await asPerson(hub, "department", "demonstration-submission");
  done(await submission.execute("submitInformation", information, department));
}

/** Finds the support that an earlier start offered under this key, with other dates. */
async function offeredBefore(hub: Hub, context: CommandContext): Promise<string | undefined> {
  const ids = commandIdsOf(hub.keys, context).map((commandId) => idsFrom(commandId)("support"));
  const supports = await Promise.all(ids.map((id) => loadSupport(hub.log, id)));
  return supports.find((support) => support !== undefined)?.id;
}

/** Keeps changes that people have made since an earlier start. */
function doneOrSince(outcome: Outcome): void {
  if (outcome.kind === "refused" && !["SUPPORT_BEGUN", "SUPPORT_ENDED"].includes(outcome.code)) done(outcome);
}
