// Imports people, one for each line: `{ "person", "name", "assignments": [{ "role", … }] }`. The parts of a line are executed one by one.

import { parse } from "../services/input.ts";
import { peopleCommands } from "../services/people/decide.ts";
import { enumName } from "../text/enum-name.ts";
import { codesAsWritten, currentCode } from "./councils.ts";
import type { PrepareLine } from "./json-lines.ts";
import { canonicalJson, keyOfCommand, keyOfText } from "./keys.ts";
import type { CommandAnswer, LineFault, LineOutcome, Send } from "./outcome.ts";

type Assignment = ReturnType<typeof peopleCommands.startAssignment.input.parse>;
/** An assignment with the council's current code, with the keys that an earlier release may have derived from it. */
type Start = Assignment & { readonly formerIdempotencyKeys: readonly string[] };

export const preparePerson =
  (send: Send, newKey: () => string): PrepareLine =>
  (value) => {
    const { assignments = [], ...person } = (value ?? {}) as { assignments?: unknown; person?: unknown };
    if (!Array.isArray(assignments))
      return { code: "INVALID_INPUT", field: "assignments", message: "assignments: Enter a list." };
    const registered = parse(peopleCommands.registerPerson.input, person);
    if (registered.kind === "refused") return registered;
    const starts: Start[] = [];
    for (const [index, assignment] of assignments.entries()) {
      const parsed = parse(peopleCommands.startAssignment.input, { ...assignment, person: registered.input.person });
      if (parsed.kind === "refused") return within(index, parsed);
      starts.push(startOf(parsed.input));
    }
    return {
      key: canonicalJson([registered.input, starts.map(({ formerIdempotencyKeys: _, ...input }) => input)]),
      subject: registered.input.person,
      carryOut: () => carryOut(send, { ...registered.input, idempotencyKey: newKey() }, starts),
    };
  };

function startOf(input: Assignment): Start {
  const { council } = input;
  const written = council === undefined ? [input] : codesAsWritten(council).map((code) => ({ ...input, council: code }));
  return {
    ...input,
    ...(council !== undefined && { council: currentCode(council) }),
    formerIdempotencyKeys: written.map((one) => keyOfText(JSON.stringify(one))),
  };
}

/** A fault of an assignment, with its path in the line. */
const within = (index: number, { code, field, message }: LineFault): LineFault => ({
  code,
  message,
  field: ["assignments", index, field].filter((word) => word !== undefined && word !== "").join("."),
});

/** The registration compares the name with the stored one, so its key is new each time. An assignment is started once, and stays ended after it was ended. */
async function carryOut(send: Send, person: Readonly<Record<string, string>>, starts: readonly Start[]): Promise<LineOutcome> {
  const faults: LineFault[] = [];
  const done: string[] = [];
  const notes: string[] = [];
  const registered = await send("registerPerson", person);
  if (registered.kind === "refused") return { kind: "refused", faults: [registered] };
  if (registered.recorded) done.push("the person was registered");
  for (const [index, start] of starts.entries()) {
    const which = `assignment ${index + 1} (${start.role})`;
    const answer = await send("startAssignment", inputFor(start), ASSIGNMENTS);
    if (answer.kind === "refused") faults.push(within(index, answer));
    else if (answer.recorded) done.push(`${which} was started`);
    else if (endedSince(answer, start)) notes.push(`${which} has been ended since and stays ended`);
  }
  if (faults.length > 0) return { kind: "refused", faults, done };
  if (registered.recorded) return { kind: "new", notes };
  return done.length > 0 ? { kind: "changed", notes: [...done, ...notes] } : { kind: "unchanged", notes };
}

function inputFor({ formerIdempotencyKeys, ...start }: Start): Readonly<Record<string, unknown>> {
  const { role, strands, seat, ...rest } = start;
  return {
    ...rest,
    formerIdempotencyKeys,
    role: enumName(role),
    strands: strands.map(enumName),
    ...(seat !== undefined && { seat: enumName(seat) }),
    idempotencyKey: keyOfCommand("startAssignment", start),
  };
}

const ASSIGNMENTS =
  "... on PersonChanged { person { assignments { role from until regions { code } strands council { code } body { id } seat ended { at } } } }";
type StoredAssignment = {
  readonly role: string;
  readonly from: string;
  readonly until: string;
  readonly regions: readonly { readonly code: string }[];
  readonly strands: readonly string[];
  readonly council: { readonly code: string } | null;
  readonly body: { readonly id: string } | null;
  readonly seat: string | null;
  readonly ended: object | null;
};

/** Whether the assignment was started before and has been ended. */
function endedSince({ result }: Extract<CommandAnswer, { kind: "done" }>, start: Assignment): boolean {
  const { assignments = [] } = (result.person ?? {}) as { readonly assignments?: readonly StoredAssignment[] };
  const same = assignments.filter(
    ({ role, from, until, body, seat, council, regions, strands }) =>
      role === enumName(start.role) &&
      from === start.from &&
      until === start.until &&
      body?.id === start.body &&
      seat === (start.seat === undefined ? null : enumName(start.seat)) &&
      (council && currentCode(council.code)) === (start.council ?? null) &&
      new Set(regions.map(({ code }) => code)).symmetricDifference(new Set(start.regions)).size === 0 &&
      new Set(strands).symmetricDifference(new Set(start.strands.map(enumName))).size === 0,
  );
  return same.length > 0 && same.every(({ ended }) => ended !== null);
}
