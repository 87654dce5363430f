// Caches decisions by the facts of principal and resource that the policies on an action read.
import { boundedCache } from "../../caching/cache.ts";
import { isOwn, type Principal, type Resource } from "./facts.ts";
import { canLeaveOutOwn } from "./own-values.ts";
import { attributesReadBy, textsIn } from "./policy-form.ts";
import type { Decision, PolicySet } from "./policy-set.ts";

const MAX_DECISIONS = 10_000;

type Read = {
  readonly principal: readonly string[] | undefined;
  readonly resource: readonly string[] | undefined;
  /** The texts that the policies on the action compare with. */
  readonly texts: readonly string[];
  /** Whether a person's own values can be left out where the resource does not name them. */
  readonly leavesOutOwn: boolean;
};
/**
 * The facts of a principal that an action's policies read, as text, and the values that these and the policies name. The text leaves out the principal's own
 * values (own-values.ts): `own` has these, each with the facts that it is in.
 */
type Reader = { readonly text: string; readonly named: ReadonlySet<unknown>; readonly own: ReadonlyMap<unknown, string> };

export function withDecisionCache({ policiesOn, forms, decide }: Pick<PolicySet, "policiesOn" | "forms" | "decide">) {
  const decisions = boundedCache<string, Decision>(MAX_DECISIONS);
  const readOn = new Map<string, Read>();
  /** A viewer's facts are the same object until their assignments change. */
  const readers = new WeakMap<object, Map<string, Reader>>();

  /** The attributes that policies on an action read; undefined means all. */
  function read(action: string): Read {
    const known = readOn.get(action);
    if (known) return known;
    const onAction = Object.keys(policiesOn(action)).flatMap((id) => forms[id] ?? []);
    const made = {
      principal: attributesReadBy(onAction, "principal"),
      resource: attributesReadBy(onAction, "resource"),
      texts: onAction.flatMap(textsIn),
      leavesOutOwn: canLeaveOutOwn(onAction),
    };
    readOn.set(action, made);
    return made;
  }

  function readerOf(principal: Principal, action: string): Reader {
    const onAction = read(action);
    if (principal.type !== "Person") return { text: principal.type, named: new Set(onAction.texts), own: new Map() };
    const { facts } = principal;
    const ofPerson = readers.get(facts) ?? new Map<string, Reader>();
    readers.set(facts, ofPerson);
    const made = ofPerson.get(action) ?? readerWith(facts, onAction);
    ofPerson.set(action, made);
    return made;
  }

  return {
    attributesRead: read,
    decideCached(principal: Principal, action: string, resource: Resource): Decision {
      const names = read(action);
      const { text, named, own } = readerOf(principal, action);
      const values = valuesOf(resource.facts, names.resource);
      const what = names.resource ? values.map((value) => narrowed(value, named)) : [resource.id, resource.facts];
      const known = own.size === 0 ? [] : values.flat().flatMap((value) => (own.has(value) ? [[value, own.get(value)]] : []));
      const key = JSON.stringify([action, text, known, resource.type, what]);
      return decisions.getOrMake(key, () => decide(principal, action, resource));
    },
  };
}

function readerWith(facts: object, { principal: names, texts, leavesOutOwn }: Read): Reader {
  const own = new Map<unknown, string>();
  const values = valuesOf(facts, names);
  const text = values.map((value, index) => {
    if (!leavesOutOwn || !Array.isArray(value)) return value;
    const name = (names ?? Object.keys(facts))[index] ?? "";
    return value.filter((one: string) => {
      if (!isOwn(name, one) || texts.includes(one)) return true;
      own.set(one, `${own.get(one) ?? ""} ${name}`);
      return false;
    });
  });
  return { text: JSON.stringify(text), named: new Set([...values.flat(), ...texts]), own };
}

/** Represents every value of a resource that neither the person nor a policy names: policies compare with these alone, so all others are equivalent. */
const OTHER = "(other)";

function narrowed(value: unknown, named: ReadonlySet<unknown>): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((one) => narrowed(one, named)))];
  return typeof value !== "string" || named.has(value) ? value : OTHER;
}

const valuesOf = (facts: object, names: readonly string[] = Object.keys(facts)): readonly unknown[] =>
  names.map((name) => (facts as Readonly<Record<string, unknown>>)[name]);
