// The schema is a promise to its callers: it is described throughout, every field of it can be asked, no root field is unguarded,
// and it does not change unnoticed. And the policy behind it holds, or the hub does not start.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeExecutableSchema } from "@graphql-tools/schema";
import { printSchemaWithDirectives } from "@graphql-tools/utils";
import {
  type GraphQLNamedType,
  getNamedType,
  graphql,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  isUnionType,
  Kind,
  parse,
} from "graphql";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildSchema, guard, SchemaUnguarded } from "../../graphql/schema.ts";
import { loadPolicy, PolicyInvalid, policyActions } from "../../policies/policy.ts";
import { startHub, type TestHub } from "../support/hub.ts";
import { TARROWSHIRE } from "./examples.ts";
import { HELD, type Held, OPERATIONS, type Operation } from "./operations.ts";

const schema = buildSchema();
const rootFields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => Object.keys(type?.getFields() ?? {}));

describe("The schema", () => {
  const GOLDEN = join(import.meta.dirname, "../golden/schema.graphql");

  it("is the one in test/golden/schema.graphql; a wanted change is taken over with UPDATE_GOLDEN=1", () => {
    const printed = `${printSchemaWithDirectives(schema)}\n`;
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, printed);
    const golden = existsSync(GOLDEN) ? readFileSync(GOLDEN, "utf8") : "";
    expect(printed === golden, difference(golden, printed)).toBe(true);
  });

  function difference(golden: string, printed: string): string {
    const [before, after] = [golden.split("\n"), printed.split("\n")];
    const at = after.findIndex((line, index) => line !== before[index]);
    const line = at < 0 ? after.length : at;
    return `The schema differs from test/golden/schema.graphql from line ${line + 1} on: there "${before[line] ?? "nothing"}", now "${after[line] ?? "nothing"}". If the change is wanted, and no caller breaks by it, run the test with UPDATE_GOLDEN=1 and commit the file.`;
  }

  it("describes every type, field, argument, input field, enum value and directive", () => {
    const undescribed: string[] = [];
    const look = (name: string, description: string | null | undefined) => {
      if (!description || description.trim().length < 3) undescribed.push(name);
    };
    for (const type of Object.values(schema.getTypeMap())) {
      if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
      look(type.name, type.description);
      for (const part of partsOf(type)) look(`${type.name}.${part.name}`, part.description);
    }
    for (const directive of schema.getDirectives()) {
      if (isSpecifiedDirective(directive)) continue;
      look(`@${directive.name}`, directive.description);
    }
    expect(undescribed).toEqual([]);
  });

  type Part = { readonly name: string; readonly description: string | null | undefined };
  function partsOf(type: GraphQLNamedType): readonly Part[] {
    if (isEnumType(type)) return type.getValues();
    if (isInputObjectType(type)) return Object.values(type.getFields());
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) => [
      field,
      ...field.args.map(({ name, description }) => ({ name: `${field.name}(${name})`, description })),
    ]);
  }

  it("names each value of an enum once, in capitals", () => {
    for (const type of Object.values(schema.getTypeMap())
      .filter(isEnumType)
      .filter((type) => !isIntrospectionType(type))) {
      const names = type.getValues().map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/);
    }
  });

  it("gives every command an idempotency key, and a refusal as its other answer", () => {
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      const input = getNamedType(field.args[0]?.type);
      expect(field.args.map(({ name }) => name)).toEqual(["input"]);
      expect(isInputObjectType(input) && String(input.getFields().idempotencyKey?.type)).toBe("String!");
      const result = getNamedType(field.type);
      expect(isUnionType(result) && result.getTypes().map(({ name }) => name)).toContain("Refused");
    }
  });
});

describe("Every root field", () => {
  let hub: TestHub;
  let held: Held;
  const answers: {
    readonly operation: Operation;
    readonly answer: { data: Record<string, unknown> | null; errors?: unknown };
  }[] = [];

  beforeAll(async () => {
    hub = await startHub();
    held = { concern: "", evidence: "", correction: "", share: "", agreement: "", assignment: "" };
    for (const operation of OPERATIONS) {
      if (operation.on) hub.clock.set(operation.on);
      const { body } = await hub.ask<Record<string, unknown>>(operation.as, operation.document, operation.variables(held));
      answers.push({ operation, answer: body });
      const result = body.data?.result as { id?: string } | undefined;
      if (result?.id) held.concern = result.id;
      await refresh();
    }
  });
  afterAll(() => hub.close());

  type Listed = readonly { readonly id: string }[];
  async function refresh(): Promise<void> {
    type Now = { concern: { evidence: Listed; summary: { corrections: Listed }; sharingRecord: Listed } | null };
    const { concern } = (await hub.ask<Now>("adviser", HELD, { id: held.concern })).body.data;
    type Agreements = { council: { standingAgreements: Listed } };
    const agreed = await hub.ask<Agreements>(
      "chief-executive",
      `{ council(code: "${TARROWSHIRE}") { standingAgreements { id } } }`,
    );
    type Assigned = { viewer: { assignments: Listed } };
    const assigned = await hub.ask<Assigned>("newcomer", "{ viewer { assignments { id } } }");
    const last = (list: Listed | undefined) => list?.at(-1)?.id ?? "";
    held = {
      concern: held.concern,
      evidence: last(concern?.evidence),
      correction: last(concern?.summary.corrections),
      share: last(concern?.sharingRecord),
      agreement: last(agreed.body.data.council.standingAgreements),
      assignment: last(assigned.body.data.viewer.assignments),
    };
  }

  const fieldsOf = ({ document }: Operation): readonly string[] =>
    parse(document).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? definition.selectionSet.selections.flatMap((field) => (field.kind === Kind.FIELD ? [field.name.value] : []))
        : [],
    );

  it("has an operation in test/http/operations.ts", () => {
    expect([...new Set(OPERATIONS.flatMap(fieldsOf))].sort()).toEqual([...rootFields].sort());
  });

  it("is answered, and every command there is carried out", () => {
    for (const { operation, answer } of answers) {
      expect(answer.errors, operation.document).toBeUndefined();
      for (const value of Object.values(answer.data ?? {})) {
        expect(value, operation.document).not.toBeNull();
        expect(JSON.stringify(value), operation.document).not.toContain('"__typename":"Refused"');
      }
    }
    expect(answers).toHaveLength(OPERATIONS.length);
  });

  it("and every field below it is answered without an error, for who sees all and for who sees little", async () => {
    // Each type is opened where it is first met, lists of concerns not again below concerns.
    const selection = (type: GraphQLNamedType, met: readonly string[]): string => {
      if (isUnionType(type) || (!isObjectType(type) && !isInterfaceType(type))) return "";
      const parts = Object.values(type.getFields()).flatMap(({ name, type: of, args }) => {
        const named = getNamedType(of);
        if (met.includes(named.name)) return [];
        const takes = (argument: string) => args.some((arg) => arg.name === argument);
        const given = takes("area") ? `(area: "${TARROWSHIRE}", period: "fin_2024_25")` : takes("first") ? "(first: 2)" : "";
        const below = selection(named, [...met, type.name]);
        return isObjectType(named) || isInterfaceType(named) ? (below ? [`${name}${given} ${below}`] : []) : [`${name}${given}`];
      });
      return parts.length > 0 ? `{ ${parts.join(" ")} }` : "";
    };
    const args: Readonly<Record<string, string>> = {
      concern: `(id: "${held.concern}")`,
      concerns: "(first: 2)",
      explain: `(concern: "${held.concern}", part: SUMMARY)`,
      council: `(code: "${TARROWSHIRE}")`,
      councils: '(region: "E12000004")',
      metrics: "(first: 5)",
      people: "(first: 5)",
    };
    const failed: string[] = [];
    for (const person of ["adviser", "chief-executive", "cib-lead", "governance-officer", "somebody-new"])
      for (const { name, type } of Object.values(schema.getQueryType()?.getFields() ?? {})) {
        const below = selection(getNamedType(type), ["council", "concerns"].includes(name) ? [] : ["ConcernConnection"]);
        const { body } = await hub.ask(person, `{ ${name}${args[name] ?? ""} ${below} }`);
        for (const { message } of body.errors ?? []) failed.push(`${person}, ${name}: ${message}`);
      }
    expect(failed).toEqual([]);
  });
});

describe("The schema does not build", () => {
  const DIRECTIVES = "directive @decidedBy(action: String!) on FIELD_DEFINITION\ndirective @signedIn on FIELD_DEFINITION\n";
  const guarded = (sdl: string) => guard(makeExecutableSchema({ typeDefs: DIRECTIVES + sdl }));

  it.each([
    ["a question without a marker", "type Query { open: Int @signedIn, unmarked: Int }"],
    ["a command without a marker", "type Query { open: Int @signedIn } type Mutation { unmarked: Int }"],
    ["a subscription without a marker", "type Query { open: Int @signedIn } type Subscription { unmarked: Int }"],
    ["a question added elsewhere without one", "type Query { open: Int @signedIn } extend type Query { unmarked: Int }"],
  ])("with %s", (_, sdl) => {
    expect(() => guarded(sdl)).toThrow(SchemaUnguarded);
    expect(() => guarded(sdl)).toThrow("The root field unmarked has no authorisation marker");
  });

  it.each(["readEverything", "", "readConcern", "READHEADLINE", "toString", "__proto__"])(
    "with a field decided by what is no action of the policy: %j",
    (action) => {
      const sdl = `type Query { secret: Int @decidedBy(action: ${JSON.stringify(action)}) }`;
      expect(() => guarded(sdl)).toThrow(SchemaUnguarded);
      expect(() => guarded(sdl)).toThrow(`The root field secret is decided by "${action}", which is no action of the policy.`);
    },
  );

  it("but does with either marker, and then answers nobody who is not signed in", async () => {
    const built = guarded('type Query { open: Int @signedIn, decided: Int @decidedBy(action: "readHeadline") }');
    const rootValue = { open: 1, decided: 2 };
    const source = "{ open decided }";
    const nobody = await graphql({ schema: built, source, rootValue, contextValue: {} });
    expect(nobody.data).toEqual({ open: null, decided: null });
    expect(nobody.errors?.map(({ message }) => message)).toEqual(["Sign in first.", "Sign in first."]);
    const somebody = await graphql({ schema: built, source, rootValue, contextValue: { viewer: {} } });
    expect(somebody).toMatchObject({ data: { open: 1, decided: 2 } });
  });

  it("and every field of the real one is answered to nobody who is not signed in", async () => {
    const { errors } = await graphql({ schema, source: "{ bodies { name } }", contextValue: {} });
    expect(errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });
});

describe("A policy that does not hold is refused, by name", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "candour-policies-"));
    cpSync(join(import.meta.dirname, "../../policies"), dir, { recursive: true });
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  const added = (policy: string) => writeFileSync(join(dir, "9-added.cedar"), policy);
  const NAMED = '@id("added")\n@reason("It was added.")\n';

  it("as it stands, it holds", () => {
    expect(loadPolicy(dir).version).toBe(loadPolicy().version);
  });

  it.each([
    ["that cannot be parsed", `${NAMED}permit (principal, action, resource`, "9-added.cedar"],
    [
      "that speaks of an attribute nobody has",
      `${NAMED}permit (principal is Person, action == Action::"readHeadline", resource) when { resource.secrecy == "low" };`,
      "added",
    ],
    [
      "that speaks of an action that is not there",
      `${NAMED}permit (principal is Person, action == Action::"readEverything", resource);`,
      "added",
    ],
    [
      "that compares a set with a text",
      `${NAMED}permit (principal is Person, action == Action::"readHeadline", resource) when { principal.councils == resource.council };`,
      "added",
    ],
    ["that can never apply", `${NAMED}permit (principal is Hub, action == Action::"readHeadline", resource);`, "added"],
    [
      "without an @id",
      '@reason("It was added.")\npermit (principal is Person, action == Action::"readHeadline", resource);',
      "9-added.cedar",
    ],
    [
      "with an empty @id",
      '@id("")\n@reason("It was added.")\npermit (principal is Person, action == Action::"readHeadline", resource);',
      "9-added.cedar",
    ],
    [
      "with an @id that is taken",
      '@id("adviser-reads")\n@reason("It was added.")\npermit (principal is Person, action == Action::"readHeadline", resource);',
      "adviser-reads",
    ],
    [
      "with the @id of every object's prototype",
      '@id("__proto__")\n@reason("It was added.")\nforbid (principal is Person, action == Action::"readHeadline", resource);',
      "__proto__",
    ],
    [
      "without a @reason",
      '@id("added")\npermit (principal is Person, action == Action::"readHeadline", resource);',
      "9-added.cedar",
    ],
    ["that is a template", `${NAMED}permit (principal == ?principal, action, resource);`, "9-added.cedar"],
  ])("one %s", (_, policy, named) => {
    added(policy);
    expect(() => loadPolicy(dir)).toThrow(PolicyInvalid);
    expect(() => loadPolicy(dir)).toThrow(named);
  });

  it("a schema that cannot be parsed", () => {
    writeFileSync(join(dir, "candour.cedarschema"), "entity Person {");
    expect(() => loadPolicy(dir)).toThrow(PolicyInvalid);
    expect(() => policyActions(dir)).toThrow(PolicyInvalid);
  });
});
