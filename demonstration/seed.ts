// Demonstration data, recorded with the normal commands and rules: invented people, invented figures and a few concerns about
// invented councils. Every command has a fixed idempotency key, so that each start adds missing data and repeats nothing.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Hub } from "../hub/hub.ts";
import { parseLgInform } from "../imports/lg-inform.ts";
import type { ConcernCommandName } from "../services/concern/commands.ts";
import { concernStream } from "../services/concern/events.ts";
import { foldConcern } from "../services/concern/stream.ts";
import { daysAfter, workingDaysAfter } from "../services/dates.ts";
import type { Outcome } from "../services/pipeline/execute-command.ts";
import { asPerson, done } from "./ask.ts";
import { demonstrationPeople } from "./people.ts";
import { seedSupport } from "./seed-support.ts";

/** Records the missing demonstration data. */
export async function seedDemonstration(hub: Hub): Promise<void> {
  await seedPeople(hub);
  await seedMetrics(hub);
  await seedConcerns(hub);
  await seedSupport(hub);
}

export async function seedPeople(hub: Hub): Promise<void> {
  await Promise.all(demonstrationPeople.map((person) => seedPerson(hub, person)));
}

type DemonstrationPerson = (typeof demonstrationPeople)[number];

async function seedPerson(hub: Hub, person: DemonstrationPerson): Promise<void> {
  const { id, name, assignment } = person;
  const { people } = hub.services;
  done(await people.execute("registerPerson", { person: id, name }, hub.asHub(`demonstration-person-${id}`)));
  const started = { person: id, from: "2020-01-01", until: "2039-12-31", ...assignment };
  done(await people.execute("startAssignment", started, hub.asHub(`demonstration-assignment-${id}`)));
  await seedInterests(hub, person);
}

/** Declares the interests of somebody who has a role today. */
export async function seedInterests(hub: Hub, { id: person, assignment, home }: DemonstrationPerson): Promise<void> {
  if (assignment.until !== undefined && assignment.until < hub.today()) return;
  const input = { person, ...(home !== undefined && { home }) };
  const declaring = await asPerson(hub, person, `demonstration-interests-${person}`);
  const declared = await hub.services.people.execute("declareInterests", input, declaring);
  // A hub that an earlier release filled takes it at the first start after what is new was approved.
  if (!(declared.kind === "refused" && declared.code === "AWAITS_APPROVAL")) done(declared);
}

async function seedMetrics(hub: Hub): Promise<void> {
  const parsed = parseLgInform(readFileSync(join(import.meta.dirname, "metrics.csv")));
  if (!parsed.ok) throw new Error(`demonstration/metrics.csv: ${parsed.message}`);
  for (const { period, ...series } of parsed.series) {
    const values = series.values.map(({ area, value }) => ({ area, value }));
    const input = { ...series, period: period.id, periodLabel: period.label, values };
    done(await hub.services.metrics.importSeries(input, hub.asHub(`demonstration-metric-${series.metric}-${period.id}`)));
  }
}

async function seedConcerns(hub: Hub): Promise<void> {
  const today = hub.today();
  const period = { from: "2025-04-01", to: "2025-09-30" };
  const evidence = (account: string, more: object = {}) => ({
    kind: "conversation",
    account,
    source: "Adviser's meeting with the corporate leadership team (invented)",
    period,
    grading: { source: "1", content: "B" },
    handling: "P",
    ...more,
  });

  /** Logs a concern as the adviser. Returns its id, and a function that executes further commands on it. */
  const log = async (name: string, input: Record<string, unknown>) => {
    const execute = async (command: ConcernCommandName, actor: string, input: Record<string, unknown>): Promise<Outcome> =>
      hub.services.concern.execute(command, input, await asPerson(hub, actor, `demonstration-${name}-${command}`));
    const outcome = await execute("logConcern", "adviser", { period, ...input });
    if (outcome.kind === "refused") throw new Error(`demonstration ${name}: ${outcome.message}`);
    const concern = outcome.id;
    const change = async (command: ConcernCommandName, actor: string, input: Record<string, unknown>) =>
      done(await execute(command, actor, { concern, ...input }));
    return { concern, change };
  };

  const awareness = {
    toldName: "The chief executive (invented)",
    toldOffice: "chief-executive",
    channel: "in-person",
    toldOn: daysAfter(today, -7),
    about: "The concern as logged, the evidence it rests on, and the bodies it may be shared with.",
  };

  // Logged, private to the advisers of the region.
  await log("reserves", {
    council: "X00000005",
    strand: "corporate",
    cause: "finance",
    summary: "Reserves have halved in a year and there is no agreed plan to rebuild them.",
    observed:
      "The medium-term financial strategy shown to the adviser balances the next year from reserves alone and names no savings after it.",
    evidence: [
      evidence("Reserves stood at 4.1 per cent of net expenditure at the end of 2024/25, down from 9.2.", {
        kind: "published-metric",
        source: "LG Inform (invented figures)",
        cites: { metric: "990002", area: "X00000005", period: "fin_2024_25" },
      }),
    ],
  });

  // The council is aware and has replied.
  const leadership = await log("leadership", {
    council: "X00000004",
    strand: "adults",
    cause: "leadership",
    summary: "Three directors of adult services in two years, and cabinet and officers at odds over the reablement contract.",
    observed:
      "Minutes and two separate conversations describe decisions taken by cabinet and reversed by officers within a month, twice.",
    evidence: [
      evidence("A senior colleague described two reversed decisions, with dates, in sanitised form.", {
        source: "Named senior officer (invented)",
        protectedSource: true,
        grading: { source: "2", content: "C" },
      }),
      evidence("Minutes of the adults' select committee record both decisions and their reversal.", {
        kind: "wider-engagement",
        reference: "Minutes 14 and 31 (invented)",
      }),
    ],
  });
  const bodies = ["adass-east-midlands", "member-peers-east-midlands"];
  await leadership.change("recordAwareness", "adviser", { ...awareness, bodies });
  await leadership.change("reply", "chief-executive", {
    reply: "A permanent director starts next month and the scheme of delegation has been agreed with cabinet since.",
  });

  // Shared with the children's leads of the region, with the council's agreement.
  const vacancies = await log("vacancies", {
    council: "X00000004",
    strand: "childrens",
    cause: "service-performance",
    summary: "Vacancies among children's social workers have risen by half in a year.",
    observed: "Caseloads in two of five teams stand above the council's own ceiling and supervision has lapsed there.",
    evidence: [
      evidence("Vacancy rate 27.8 per cent against 17.5 in the region.", {
        kind: "published-metric",
        source: "LG Inform (invented figures)",
        cites: { metric: "990001", area: "X00000004", period: "fin_2024_25" },
      }),
    ],
  });
  await vacancies.change("recordAwareness", "adviser", { ...awareness, bodies: ["cib-east-midlands"] });
  await vacancies.change("proposeShare", "adviser", {
    body: "cib-east-midlands",
    parts: ["summary"],
    purpose: "align-support",
    explanation: "So that the region's offer of a recruitment partnership and our mentoring fit together.",
    until: daysAfter(today, 180),
    answerBy: workingDaysAfter(today, 10),
  });
  const { concern } = vacancies;
  const share = foldConcern(concern, await hub.log.readStream(concernStream(concern)))?.shares[0]?.id;
  await vacancies.change("statePosition", "chief-executive", { share, position: "agrees" });
  await vacancies.change("makeShare", "adviser", { share });
}
