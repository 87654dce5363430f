// A data folder with one concern filled to every limit that the rules set: by the rules themselves, which are asked until they refuse, and
// straight into the log. Around it are many people, whom its audience is looked for among, and a long record of who opened it.

import { randomUUID } from "node:crypto";
import pino from "pino";
import { seedDemonstration } from "../../demonstration/seed.ts";
import { readConfig } from "../../hub/config.ts";
import { type Hub, openHub } from "../../hub/hub.ts";
import { NO_ROLE } from "../../policies/engine/facts.ts";
import { readFirstTasks } from "../../queries/inbox/read-inbox.ts";
import { listSupports } from "../../queries/support/read-support.ts";
import { MAX_ATTACHMENTS, MAX_FILE_BYTES } from "../../reference/accepted-files.ts";
import { encodeTask } from "../../services/claim/task-name.ts";
import { type ConcernCommand, type ConcernCommandName, parseConcernCommand } from "../../services/concern/commands.ts";
import { decide } from "../../services/concern/decide.ts";
import { type ConcernEvent, concernStream } from "../../services/concern/events.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { sealUnder } from "../../services/confidential.ts";
import { isRefusal } from "../../services/refusals.ts";
import { shipped } from "./policy-files.ts";
import { appendOf } from "./stored-event.ts";

const NOW = "2026-03-02T12:00:00.000Z";
export const COUNCIL = "X00000004";
/** The counts of the filled concern. */
const LISTS = [
  ...(["evidence", "replies", "corrections", "conversations", "shares"] as const),
  ...(["awareness", "conclusions", "challenges", "reassurances", "notPersuaded"] as const),
];
const REGIONS = Array.from({ length: 9 }, (_, n) => `E1200000${n + 1}`);
const COUNCILS = ["X00000001", "X00000002", "X00000003", "X00000004", "X00000005", "X00000009"];
const TODAY = NOW.slice(0, 10);
/** As long as each text can be for all that there can be of each kind to have its place within the bytes of a record. */
const LONG = 2_000;
const words = (length: number): string =>
  "Words that nobody wrote, repeated as often as it takes to fill what can be filled. ".repeat(130).slice(0, length);

const period = { from: "2025-04-01", to: "2025-09-30" };
const evidence = {
  ...{ kind: "conversation", account: words(LONG), source: words(200), reference: words(200), period },
  ...{ grading: { source: "1", content: "B" }, handling: "C", handlingConditions: words(200) },
  attachments: Array.from({ length: MAX_ATTACHMENTS }, (_, n) => `file-${n}`),
};
const { grading: _, ...ofCouncil } = evidence;
const FILE = { name: words(150), type: "pdf", bytes: MAX_FILE_BYTES, sha256: "0".repeat(64), scan: "clean" } as const;
/** Every body that can have a share of the concern at the same time according to the rules. */
const BODIES = [
  ...["cib-east-midlands", "member-peers-east-midlands", "performance-support-panel"],
  ...["dfe", "ofsted", "group-office-labour", "group-office-conservative", "group-office-independent"],
];

type Filling = { state: ConcernState | undefined; readonly events: { readonly event: ConcernEvent; readonly actor: string }[] };

function fill(hub: Hub, id: string): Filling {
  const filling: Filling = { state: undefined, events: [] };
  let commands = 0;
  /** Whether the rules took it. */
  function take(name: ConcernCommandName, actor: string, input: object): boolean {
    const parsed = parseConcernCommand(name, name === "logConcern" ? input : { concern: id, ...input });
    if (parsed.kind === "refused") throw new Error(`${name}: ${parsed.message}`);
    commands += 1;
    const decided = decide(filling.state, { name, input: parsed.input } as ConcernCommand, {
      ...{ today: TODAY, certainToday: TODAY, actor, interests: [], newId: (...of: string[]) => `${of.join("-")}-${commands}` },
      ...{
        council: hub.councils.status,
        agreements: [],
        positions: [],
        untoldMatters: [],
        citation: () => undefined,
        bodies: BODIES,
      },
      ...{
        offices: [{ office: "chief-executive" as const }],
        officesOf: () => [],
        scopesOf: () => [],
        isOfBody: () => false,
        readsSharingRecord: () => true,
      },
      ...{ support: () => undefined, upload: (upload: string) => ({ id: upload, ...FILE }), submission: () => undefined },
    });
    if (isRefusal(decided)) return false;
    for (const event of decided) {
      filling.state = evolve(id, filling.state, event, { actor, at: NOW, version: (filling.state?.version ?? 0) + 1 } as never);
      filling.events.push({ event, actor });
    }
    return true;
  }
  const until = (most: number, each: (n: number) => boolean) => {
    for (let n = 0; n < most && each(n); n += 1);
  };
  const reason = words(LONG);
  const shares = () => filling.state?.shares ?? [];

  take("logConcern", "adviser", {
    ...{
      council: COUNCIL,
      strand: "childrens",
      cause: "service-performance",
      period,
      summary: words(1_000),
      observed: words(LONG),
    },
    evidence: Array.from({ length: 20 }, (_, n) => ({ ...evidence, protectedSource: n % 2 === 0 })),
  });
  take("recordAwareness", "adviser", {
    ...{
      toldName: words(100),
      toldOffice: "chief-executive",
      channel: "in-person",
      toldOn: TODAY,
      about: words(LONG),
      bodies: BODIES,
    },
  });
  const propose = (body: string) =>
    take("proposeShare", "adviser", {
      ...{
        body,
        parts: ["headline", "summary", "evidence"],
        purpose: body === "performance-support-panel" ? "challenge-support" : "align-support",
      },
      ...{ explanation: words(500), until: "2026-06-30", answerBy: "2026-03-16" },
    });
  // Shares follow each other, and those of the last round stay.
  for (let round = 0; round < 25; round += 1)
    for (const body of BODIES) {
      if (!propose(body)) continue;
      const share = shares().at(-1)?.id;
      take("statePosition", "chief-executive", { share, position: "agrees", statement: words(500) });
      take("makeShare", "adviser", { share });
      if (round < 24) take("withdrawShare", "adviser", { share, reason: words(100) });
    }
  until(30, (n) => {
    // The panel can challenge only a concern of which the council has been told.
    const told = { toldName: words(10), toldOffice: "chief-executive", channel: "email", toldOn: TODAY, about: words(10) };
    const because = { whyViewsDiffer: reason, choice: "refusal", told };
    const concluded = take("concludeConcern", "adviser", { kind: "not-accepted", ...because });
    // The council was told of the conclusion after it had agreed to the share, so the panel can read it once the council lets it open.
    take("answerWords", n % 2 === 0 ? "chief-executive" : "leader", {
      words: [filling.state?.conclusions.at(-1)?.id],
      answer: "open",
    });
    take("challengeConcern", "panel-member", { about: "disputed-concern", challenge: reason, answerBy: "2026-03-20" });
    const challenge = filling.state?.challenges.at(-1)?.id;
    take("answerChallenge", "adviser", { challenge, answer: reason });
    return concluded && take("reopenConcern", "adviser", { reason: words(500) });
  });
  const live = shares().filter(({ made, ended, body }) => made && !ended && ["dfe", "ofsted"].includes(body));
  until(200, (n) => {
    const taken = [
      take("recordConversation", "adviser", {
        ...{ heldOn: TODAY, channel: "in-person", offices: ["chief-executive"], people: words(200) },
        ...{ discussed: words(LONG), agreed: words(500), nextStep: words(200), nextStepBy: "2026-04-01" },
      }),
      take("addEvidence", n % 2 === 0 ? "adviser" : "second-adviser", {
        evidence: { ...evidence, protectedSource: n % 3 === 0 },
      }),
      take("reply", "chief-executive", { reply: reason }),
      take("requestCorrection", "chief-executive", { request: words(500) }),
      ...(live[0] ? [take("giveReassurance", "adviser", { share: live[n % live.length]?.id, reassurance: words(500) })] : []),
      take("sayNotPersuaded", "department", { body: n % 2 === 0 ? "dfe" : "ofsted", grounds: ["denial"], reason: words(500) }),
    ];
    const correction = filling.state?.corrections.at(-1)?.correction;
    const resolved = {
      correction,
      outcome: "accepted",
      reason: words(300),
      correctedSummary: words(500),
      correctedObserved: words(500),
    };
    if (taken.some(Boolean)) take("resolveCorrection", "adviser", resolved);
    return taken.some(Boolean);
  });
  until(200, () =>
    take("recordAwareness", "adviser", {
      ...{ toldName: words(50), toldOffice: "leader", channel: "email", toldOn: TODAY, about: words(100), bodies: BODIES },
    }),
  );
  until(2_000, () => take("supplyEvidence", "chief-executive", { evidence: { ...ofCouncil, account: words(LONG) } }));
  until(2_000, () => take("reply", "chief-executive", { reply: words(400) }));
  return filling;
}

export type Filled = {
  readonly concern: string;
  readonly share: string;
  readonly support: string;
  readonly invitation: string;
  /** Of the adviser. */
  readonly task: string;
  readonly counts: Readonly<Record<string, number>>;
};

/** Makes the data folder. `people` are there beside the demonstration's. */
export async function makeFilled(dir: string, people: number): Promise<Filled> {
  const hub = await openHub(readConfig({ CANDOUR_DATA_DIR: dir, PORT: "0" }), pino({ level: "silent" }), {
    shipped,
    now: () => new Date(NOW),
  });
  try {
    await hub.live();
    await seedDemonstration(hub);
    await addPeople(hub, people);
    const invitation = await invitePeople(hub);
    const id = randomUUID();
    const { state, events } = fill(hub, id);
    if (!state) throw new Error("Nothing was filled.");
    const key = await hub.keys.newKey();
    const stored = events.map(({ event }) => sealUnder(hub.keys, key, [event as never])[0] as never);
    for (const [index, event] of stored.entries()) {
      const actor = events[index]?.actor ?? "hub";
      const metadata = { actor, policyVersion: hub.policy.version, permittedBy: ["adviser-logs-concern"] };
      const made = hub.log.append(appendOf(concernStream(id), [event], { commandId: `filled-${index}`, at: NOW, metadata }));
      if (index % 100 === 0 || index === stored.length - 1) await made;
    }
    await hub.caughtUp(await hub.log.head());
    await discloseOften(hub, id, state.version, people);
    const counts = Object.fromEntries(LISTS.map((name) => [name, state[name].length]));
    const adviser = hub.people.queries().viewer("adviser");
    const [support] = listSupports(hub, adviser?.facts ?? NO_ROLE, { council: COUNCIL }, undefined, 1) ?? [];
    const share = state.shares[0]?.id ?? "none";
    const first = adviser && readFirstTasks(hub, adviser, [COUNCIL]).get(COUNCIL)?.name;
    if (!first) throw new Error("The adviser has no task.");
    const of = { share, support: support?.id ?? "none", invitation, task: encodeTask(first) };
    return { concern: id, ...of, counts: { ...counts, events: state.version } };
  } finally {
    await hub.close();
  }
}

/** People of every kind in every region, so that few have the same facts. */
async function addPeople(hub: Hub, people: number): Promise<void> {
  const roles = [
    (n: number) => ({
      role: "senior-adviser",
      regions: [REGIONS[n % 9], REGIONS[(n + 3) % 9]],
      strands: ["childrens", "corporate"].slice(0, 1 + (n % 2)),
    }),
    (n: number) => ({ role: "cib-lead", regions: [REGIONS[n % 9], REGIONS[3]] }),
    (n: number) => ({ role: "member-peer", regions: [REGIONS[n % 9]] }),
    (n: number) => ({ role: "leader", council: COUNCILS[n % COUNCILS.length] }),
    (n: number) => ({ role: "adass-lead", regions: [REGIONS[n % 9], REGIONS[(n + 1) % 9]] }),
  ];
  for (let first = 0; first < people; first += 50)
    await Promise.all(
      Array.from({ length: Math.min(50, people - first) }, async (_, index) => {
        const n = first + index;
        const person = `somebody-${n}`;
        const known = await hub.services.people.execute(
          "registerPerson",
          { person, name: `Somebody ${n} (invented)` },
          hub.asHub(`name ${n}`),
        );
        const assigned = { person, ...roles[n % roles.length]?.(n), from: "2026-01-01", until: "2026-12-31" };
        const outcome = await hub.services.people.execute("startAssignment", assigned, hub.asHub(`role ${n}`));
        for (const one of [known, outcome])
          if (one.kind === "refused") throw new Error(`${one.message} ${JSON.stringify(assigned)}`);
      }),
    );
}

/** As many as a page of the list has. Returns one of them. */
async function invitePeople(hub: Hub): Promise<string> {
  const office = { role: "cib-lead", regions: [REGIONS[3]], from: "2026-01-01", until: "2026-12-31" };
  let last = "";
  for (let n = 0; n < 100; n += 1) {
    const invited = { name: `Invited ${n} (invented)`, address: `invited-${n}@candour.test`, ...office };
    const outcome = await hub.services.invitation.execute("invitePerson", invited, hub.asHub(`invite ${n}`));
    if (outcome.kind === "refused") throw new Error(outcome.message);
    last = outcome.id;
  }
  return last;
}

async function discloseOften(hub: Hub, concern: string, version: number, people: number): Promise<void> {
  const disclosures = Array.from({ length: people }, (_, n) => ({
    ...({
      council: COUNCIL,
      series: "",
      surface: "read",
      person: `somebody-${n}`,
      assignments: [],
      request: randomUUID(),
    } as const),
    policyVersion: hub.policy.version,
    views: [
      {
        kind: "concern" as const,
        records: [{ id: concern, version }],
        parts: { headline: ["adviser-reads-headline"], summary: ["adviser-reads-summary"] },
      },
    ],
  }));
  await hub.recorder.record(disclosures);
  await hub.disclosed.reached(await hub.disclosures.head(), 60_000);
}
