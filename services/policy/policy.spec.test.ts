import { describe, expect, it } from "vitest";
import { compilePolicy } from "../../policies/engine/policy.ts";
import { changedFiles, changedPolicy, policyFiles, shipped } from "../../test/helpers/policy-files.ts";
import { specification } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import { parse } from "../input.ts";
import { isRefusal } from "../refusals.ts";
import {
  decidePolicy,
  evolvePolicy,
  filesOf,
  type PolicyCommand,
  type PolicyDecisionContext,
  type PolicyState,
  policyCommands,
} from "./decide.ts";
import { type PolicyEvent, policyEvents } from "./events.ts";

/** The shipped policy of these specs. */
const RELEASE = { "the-release.cedar": "" };
/** By default every policy that compiles is valid. */
const givenPolicy = specification<PolicyState | undefined, PolicyEvent, PolicyCommand, PolicyDecisionContext>(
  (events) => events.reduce<PolicyState | undefined>((state, event) => evolvePolicy(state, event), undefined),
  decidePolicy,
  policyEvents,
  ({ input }) => ({ verdict: { kind: "holds", policy: compilePolicy(filesOf(input.files), shipped) }, release: RELEASE }),
);

const withoutRecipients = { "4-recipients.cedar": undefined };
const reason = "Nothing is shared for now.";
const publish = (changes: Changes = {}, basedOn?: string): PolicyCommand => ({
  name: "publishPolicy",
  input: { files: policyFiles(changes), ...(basedOn !== undefined && { basedOn }), reason },
});
type Changes = Parameters<typeof policyFiles>[0];
const versionOf = (changes: Changes = {}) => changedPolicy(changes).version;
const published = (changes: Changes = {}, basedOn?: string): PolicyEvent => {
  const files = changedFiles(changes);
  const from = basedOn !== undefined && { basedOn };
  return {
    type: "PolicyPublished.v2",
    data: { version: versionOf(changes), ...from, files, release: RELEASE, text: plain({ reason }) },
  };
};

describe("Publishing a policy", () => {
  it("records its whole text, with its version and the reason", () => {
    givenPolicy([]).when(publish()).then([published()]);
    givenPolicy([published()])
      .when(publish(withoutRecipients, versionOf()))
      .then([published(withoutRecipients, versionOf())]);
  });

  it("is refused if it is based on another version than the one in force, which the refusal names", () => {
    const inForce = versionOf(withoutRecipients);
    for (const basedOn of [undefined, versionOf(), "0123456789ab"])
      givenPolicy([published(), published(withoutRecipients)])
        .when(publish({ "6-support.cedar": undefined }, basedOn))
        .thenRefused("STALE_POLICY", "basedOn", `The version in force is ${inForce}.`);
    givenPolicy([published(), published(withoutRecipients)])
      .when(publish({ "6-support.cedar": undefined }, inForce))
      .then([published({ "6-support.cedar": undefined }, inForce)]);
  });

  it("does nothing if it is in force already, and is possible again for an earlier one", () => {
    givenPolicy([published()]).when(publish()).thenNothing();
    givenPolicy([published(), published(withoutRecipients)])
      .when(publish({}, versionOf(withoutRecipients)))
      .then([published({}, versionOf(withoutRecipients))]);
  });

  it("is refused if another recorded text has the same version, because a version identifies one text", () => {
    const { version } = changedPolicy();
    const other: PolicyEvent = {
      type: "PolicyPublished.v2",
      data: { version, files: changedFiles(withoutRecipients), text: plain({ reason }) },
    };
    givenPolicy([other]).when(publish({}, version)).thenRefused("POLICY_INVALID", "files");
    givenPolicy([other, published(withoutRecipients)])
      .when(publish({}, versionOf(withoutRecipients)))
      .thenRefused("POLICY_INVALID", "files");
  });

  it("is refused with the first flaw and the number of further ones", () => {
    const why = '"principle-1-council-aware" is missing.';
    const weakening = { code: "POLICY_WEAKENS_PRINCIPLE", why } as const;
    givenPolicy([published()], { verdict: { kind: "flawed", flaws: [weakening] } })
      .when(publish())
      .thenRefused("POLICY_WEAKENS_PRINCIPLE", "files", why);
    const idle = { code: "POLICY_UNREACHABLE", why: '"x" can never forbid anything.' } as const;
    givenPolicy([], { verdict: { kind: "flawed", flaws: [idle, idle, weakening] } })
      .when(publish())
      .thenRefused("POLICY_UNREACHABLE", "files", `${idle.why} And 2 more: see candour policy check.`);
  });
});

describe("A policy to be published", () => {
  const refused = (input: object) => {
    const parsed = parse<unknown>(policyCommands.publishPolicy.input, { files: policyFiles(), reason, ...input });
    return isRefusal(parsed) ? [parsed.code, parsed.field] : "parsed";
  };
  const named = (name: string) => ({ name, text: "" });

  it("has files, each once, and a reason", () => {
    expect(refused({})).toBe("parsed");
    expect(refused({ files: [] })).toEqual(["INVALID_INPUT", "files"]);
    expect(refused({ files: [named("a.cedar"), named("a.cedar")] })).toEqual(["INVALID_INPUT", "files"]);
    expect(refused({ reason: " " })).toEqual(["INVALID_INPUT", "reason"]);
  });

  it("has at most fifty files with half a million characters each", () => {
    expect(refused({ files: Array.from({ length: 51 }, (_, n) => named(`${n}.cedar`)) })).toEqual(["INVALID_INPUT", "files"]);
    expect(refused({ files: [{ name: "a.cedar", text: "x".repeat(500_001) }] })).toEqual(["INVALID_INPUT", "files.0.text"]);
  });
});
