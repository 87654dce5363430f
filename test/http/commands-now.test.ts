// What the API says that somebody may do with a concern, held against what it lets them do, over the whole life of concerns.
import { afterAll, beforeAll, expect, it } from "vitest";
import { LISTED_COMMANDS, RECIPIENT_COMMANDS } from "../../services/concern/possible-commands.ts";
import { enumName } from "../../text/enum-name.ts";
import { OPERATIONS } from "../examples/operations.ts";
import { runOperations } from "../helpers/run-operations.ts";
import { mutation, type Outcome } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

type Input = Readonly<Record<string, unknown>>;
type Commands = readonly string[];
type Part = { readonly id: string; readonly commands: Commands };
type Answer = {
  readonly concern: {
    readonly version: number | null;
    readonly commands: Commands | null;
    readonly share: { readonly commands: Commands } | null;
    readonly shareRequests: readonly Part[] | null;
    readonly escalations: readonly Part[] | null;
    readonly challenges: readonly Part[] | null;
    readonly evidence: readonly Part[] | null;
  } | null;
};

const PEOPLE = ["adviser", "second-adviser", "chief-executive", "monitoring-officer"];
const ON_REQUEST = ["withdrawShareRequest", "makeRequestedShare", "declineShareRequest"];
const ON_ESCALATION = ["confirmEscalation", "standDownEscalation"];
const ON_CHALLENGE = ["answerChallenge", "reviewEffectiveness"];
const OTHERS = ["cib-lead", "panel-member", "department", "governance-officer", "adviser-london"];
const LISTING = `query($id: ID!, $share: ID!) {
  concern(id: $id) { version commands share(id: $share) { commands } shareRequests { id commands }
    escalations { id commands } challenges { id commands } evidence { id commands } } }`;
/** After every so many commands all that everybody may do is tried. */
const EVERY = 9;
const FORBIDDEN = ["NOT_PERMITTED", "NOT_FOUND", "NOT_A_SPEAKER", "OWN_COUNCIL", "AWAITS_APPROVAL"];

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({ env: { CANDOUR_COMMANDS_A_MINUTE: "99999" } });
});
afterAll(() => hub.close());

const text = (value: unknown): string => (typeof value === "string" ? value : "none");

/** What is listed for somebody of the record that an input names; null if they are not told. */
async function listedFor(
  person: string,
  name: string,
  { concern, share, request, escalation, challenge, evidence }: Input,
): Promise<Commands | null> {
  const { body } = await hub.ask<Answer>(person, LISTING, { id: text(concern), share: text(share) });
  const found = body.data?.concern;
  const listedOf = (parts: readonly Part[] | null | undefined, part: unknown) => parts?.find(({ id }) => id === part)?.commands;
  // The panel reads challenges without the sharing record.
  if (ON_CHALLENGE.includes(name)) return listedOf(found?.challenges, challenge) ?? null;
  if (!found?.commands) return null;
  if (share) return found.share?.commands ?? [];
  if (name === "withdrawEvidence") return listedOf(found.evidence, evidence) ?? [];
  if (ON_ESCALATION.includes(name)) return listedOf(found.escalations, escalation) ?? [];
  return ON_REQUEST.includes(name) ? (listedOf(found.shareRequests, request) ?? []) : found.commands;
}

const isOfRecipient = (name: string): boolean => RECIPIENT_COMMANDS.some((one) => one === name);
const FOR_BODIES = `query($id: ID!) { concern(id: $id) { sharedWithMe { commands } }
  sharesToAccept(first: 100) { nodes { concern share commands } } }`;
type ForBodies = {
  readonly concern: { readonly sharedWithMe: readonly { readonly commands: Commands }[] } | null;
  readonly sharesToAccept: {
    readonly nodes: readonly { readonly concern: string; readonly share: string; readonly commands: Commands }[];
  };
};

/** What is listed for somebody by the shares of a concern with their bodies. Its conditions are those of one share. */
async function listedForBodies(person: string, { concern, share }: Input): Promise<Commands> {
  const { body } = await hub.ask<ForBodies>(person, FOR_BODIES, { id: text(concern) });
  const { nodes } = body.data.sharesToAccept;
  const waiting = nodes.filter((one) => one.concern === concern && (share === undefined || one.share === share));
  return [...(body.data.concern?.sharedWithMe ?? []), ...waiting].flatMap(({ commands }) => commands);
}

const findListed = (person: string, name: string, input: Input): Promise<Commands | null> =>
  isOfRecipient(name) ? listedForBodies(person, input) : listedFor(person, name, input);

let keys = 0;
async function send(person: string, name: string, input: Input): Promise<Outcome> {
  keys += 1;
  const variables = { input: { ...input, idempotencyKey: `tried-${keys}` } };
  const document = mutation(name, "... on ConcernChanged { id recorded }");
  const { body } = await hub.ask<{ result: Outcome }>(person, document, variables);
  return body.data?.result ?? expect.fail(`${name}: ${JSON.stringify(body.errors)}`);
}

const isListed = (name: string): boolean => LISTED_COMMANDS.some((one) => one === name);

/** Sends each command as it was last sent, about this concern and its last share and request. */
async function tryAll(last: ReadonlyMap<string, Input>, { request, ...about }: Input): Promise<void> {
  for (const person of [...PEOPLE, ...OTHERS]) {
    for (const [name, input] of last) {
      // What others may do is listed by the shares with their bodies and with challenges alone.
      if (OTHERS.includes(person) && !isOfRecipient(name) && !ON_CHALLENGE.includes(name)) continue;
      const own = Object.entries({ ...about, ...(ON_REQUEST.includes(name) && { request }) });
      const now = { ...input, ...Object.fromEntries(own.filter(([field, value]) => value && field in input)) };
      const listed = await findListed(person, name, now);
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

it("lists what can be carried out, nothing that is forbidden, and refuses what it does not list", async () => {
  const last = new Map<string, Input>();
  const seen = new Set<string>();
  let about: Input = {};
  const watching: TestHub = {
    ...hub,
    async ask<Data>(person: string, document: string, variables: object = {}) {
      const [, name = ""] = /result: (\w+)\(/.exec(document) ?? [];
      if (!isListed(name) && !isOfRecipient(name)) return hub.ask<Data>(person, document, variables);
      const { idempotencyKey: _, ...input } = (variables as { input: Input }).input;
      const listed = await findListed(person, name, input);
      const answer = await hub.ask<Data>(person, document, variables);
      const { code } = (answer.body.data as { result: Outcome } | null)?.result ?? {};
      if (code === undefined) {
        expect(listed, `${person} ${name}`).toContain(enumName(name));
        seen.add(name);
      }
      last.set(name, input);
      const { concern, share, request } = input;
      about = { ...about, concern, ...(share ? { share } : {}), ...(ON_REQUEST.includes(name) && { request }) };
      for (const other of isListed(name) ? OTHERS : []) {
        const listedForOther = await listedFor(other, name, input);
        if (other === "panel-member" && ON_CHALLENGE.includes(name)) expect(listedForOther).not.toContain("ANSWER_CHALLENGE");
        else expect(listedForOther, other).toBeNull();
      }
      if (seen.size % EVERY === 0 || name === "closeConcern") await tryAll(last, about);
      return answer;
    },
  };
  await runOperations(watching, OPERATIONS);
  expect([...LISTED_COMMANDS, ...RECIPIENT_COMMANDS].filter((name) => !seen.has(name))).toEqual([]);
});
