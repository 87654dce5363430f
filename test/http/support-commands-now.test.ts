// What the API says that somebody may do with a support, held against what it lets them do, over the whole life of one.
import { afterAll, beforeAll, expect, it } from "vitest";
import { LISTED_SUPPORT_COMMANDS } from "../../services/support/possible-commands.ts";
import { enumName } from "../../text/enum-name.ts";
import { offer } from "../examples/api-inputs.ts";
import { OPERATIONS } from "../examples/operations.ts";
import { runOperations } from "../helpers/run-operations.ts";
import { done, mutation, type Outcome } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

type Input = Readonly<Record<string, unknown>>;
type Commands = readonly string[];
type Part = { readonly id: string; readonly commands: Commands | null };
type Answer = {
  readonly support: {
    readonly commands: Commands | null;
    readonly milestones: readonly Part[] | null;
    readonly reviews: readonly Part[] | null;
    readonly presence: readonly Part[];
    readonly detail: { readonly moves: readonly Part[] } | null;
  } | null;
};

const LISTING = `query($id: ID!) { support(id: $id) { commands milestones { id commands } reviews { id commands }
  presence { id commands } detail { moves { id commands } } } }`;
/** Who tries everything, and for which side. */
const PEOPLE = {
  adviser: { by: "PROVIDER" },
  "second-adviser": { by: "PROVIDER" },
  "chief-executive": { by: "COUNCIL", office: "CHIEF_EXECUTIVE" },
  leader: { by: "COUNCIL", office: "LEADER" },
  "nominated-officer": { by: "COUNCIL", office: "NOMINATED_OFFICER" },
  "monitoring-officer": { by: "COUNCIL", office: "MONITORING_OFFICER" },
} as const;
/** After every so many commands all that everybody may do is tried. */
const EVERY = 5;
const OTHERS = ["cib-lead", "panel-member", "department", "governance-officer", "adviser-london"];
const FORBIDDEN = ["NOT_PERMITTED", "NOT_FOUND", "NOT_A_SPEAKER", "OWN_COUNCIL", "AWAITS_APPROVAL"];
const isListed = (name: string): boolean => LISTED_SUPPORT_COMMANDS.some((one) => one === name);

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({ env: { CANDOUR_COMMANDS_A_MINUTE: "99999" } });
});
afterAll(() => hub.close());

async function listing(person: string, { support }: Input): Promise<Answer["support"]> {
  const { body } = await hub.ask<Answer>(person, LISTING, { id: support });
  return body.data?.support ?? null;
}

/** What is listed of the record that an input names; null if the person is not told. */
async function listedFor(person: string, input: Input): Promise<Commands | null> {
  const found = await listing(person, input);
  if (!found?.commands) return null;
  const named = input.milestone ?? input.review ?? input.presence ?? input.move;
  const parts = [...(found.milestones ?? []), ...(found.reviews ?? []), ...found.presence, ...(found.detail?.moves ?? [])];
  // The presence of a move is a list of days.
  return typeof named === "string" ? (parts.find(({ id }) => id === named)?.commands ?? []) : found.commands;
}

let keys = 0;
async function send(person: string, name: string, input: Input): Promise<Outcome> {
  keys += 1;
  const document = mutation(name, "... on SupportChanged { id recorded }");
  const variables = { input: { ...input, idempotencyKey: `tried-${keys}` } };
  const { body } = await hub.ask<{ result: Outcome }>(person, document, variables);
  return body.data?.result ?? expect.fail(`${name}: ${JSON.stringify(body.errors)}`);
}

/** Each command as it was last sent, for the side and in the office of the person. */
async function tryAll(last: ReadonlyMap<string, Input>): Promise<void> {
  for (const [person, side] of Object.entries(PEOPLE)) {
    for (const [name, { office: _, ...input }] of last) {
      const office = "office" in side && /answer|judge|move|setRegion/i.test(name) ? { office: side.office } : {};
      const now = { ...input, ...office, ...("by" in input && { by: side.by }) };
      const listed = await listedFor(person, now);
      if (listed?.includes(enumName(name))) {
        const { code } = await send(person, name, { ...now, expectedVersion: 999_999 });
        expect([name, FORBIDDEN.includes(code ?? "")], `${person} ${name} ${code}`).toEqual([name, false]);
      } else {
        const { code, recorded } = await send(person, name, now);
        expect(code ?? recorded, `${person} ${name}`).not.toBe(true);
      }
    }
  }
}

/** In the example days pass here that belong to its concern. */
const LATER = { recordMilestoneDue: "2026-04-20T12:00:00.000Z" };

it("lists that a support can be made part of a package only where there is a package", async () => {
  const support = await done(hub, "adviser", "offerSupport", { ...offer, kind: "MENTORING" });
  expect((await listing("adviser", { support }))?.commands).not.toContain("SET_PACKAGE");
  const pack = await done(hub, "adviser", "offerSupport", offer);
  expect((await listing("adviser", { support }))?.commands).toContain("SET_PACKAGE");
  expect((await listing("adviser", { support: pack }))?.commands).not.toContain("SET_PACKAGE");
});

it("lists what can be carried out, nothing that is forbidden, and refuses what it does not list", async () => {
  const last = new Map<string, Input>();
  const seen = new Set<string>();
  let sent = 0;
  const watching: TestHub = {
    ...hub,
    async ask<Data>(person: string, document: string, variables: object = {}) {
      const [, name = ""] = /result: (\w+)\(/.exec(document) ?? [];
      if (!isListed(name)) return hub.ask<Data>(person, document, variables);
      const { idempotencyKey: _, ...input } = (variables as { input: Input }).input;
      const listed = await listedFor(person, input);
      const answer = await hub.ask<Data>(person, document, variables);
      const { code } = (answer.body.data as { result: Outcome } | null)?.result ?? {};
      expect([name, code]).toEqual([name, undefined]);
      expect(listed, `${person} ${name}`).toContain(enumName(name));
      seen.add(name);
      sent += 1;
      last.set(name, input);
      for (const other of OTHERS) {
        const found = await listing(other, input);
        const parts = [...(found?.milestones ?? []), ...(found?.reviews ?? []), ...(found?.presence ?? [])];
        expect([found?.commands ?? null, found?.detail ?? null, parts.filter(({ commands }) => commands)], other).toEqual([
          null,
          null,
          [],
        ]);
      }
      if (sent % EVERY === 0 || name === "endSupport") await tryAll(last);
      return answer;
    },
  };
  const ofSupport = OPERATIONS.flatMap((one) => {
    const { command = "" } = one;
    if (command === "recordMilestoneDue") return [{ ...one, on: LATER[command] }];
    return command === "offerSupport" || isListed(command) ? [one] : [];
  });
  await runOperations(watching, ofSupport);
  expect(LISTED_SUPPORT_COMMANDS.filter((name) => !seen.has(name))).toEqual([]);
});
