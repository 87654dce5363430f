// The schema is a contract with clients: everything has a description, every field can be queried, no root field is unguarded,
// and no change goes unnoticed. The policy behind it must be valid, or the hub does not start.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeExecutableSchema } from "@graphql-tools/schema";
import {
  buildASTSchema,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLUnionType,
  getNamedType,
  graphql,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isRequiredArgument,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  isUnionType,
  Kind,
  parse,
} from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIMITS, workOf } from "../../graphql/limits.ts";
import { buildSchema, guard, publishedSchema, SchemaUnguarded } from "../../graphql/schema.ts";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { PolicyInvalid } from "../../policies/engine/policy-invalid.ts";
import { policySchema } from "../../queries/policy/read-policy.ts";
import { MAX_ATTACHMENTS } from "../../reference/accepted-files.ts";
import { PUBLISHED_SCHEMA } from "../../scripts/publish-schema.ts";
import { concern, EAST_MIDLANDS, TARROWSHIRE } from "../examples/api-inputs.ts";
import { type MadeIds, OPERATIONS, type Operation } from "../examples/operations.ts";
import { startFullHub } from "../helpers/full-hub.ts";
import { passRetention } from "../helpers/passed-disclosures.ts";
import { changedPolicy, policyFiles, shipped } from "../helpers/policy-files.ts";
import type { OperationAnswer } from "../helpers/run-operations.ts";
import { done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

/** Fields with the id of whoever did something, and fields with the same as a person. */
const IDS_OF_ACTORS = ["by", "recordedBy", "person"];
const PERSONS = ["actor", "adviser"];

const schema = buildSchema();
const rootFields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => Object.keys(type?.getFields() ?? {}));

describe("The schema", () => {
  it("is published in schema.graphql as it is; after a change `npm run codegen` writes it", () => {
    expect(publishedSchema() === readFileSync(PUBLISHED_SCHEMA, "utf8"), "Run `npm run codegen`.").toBe(true);
  });

  it.each(["EvidenceInput", "CouncilEvidenceInput"])("says how many files a piece of evidence can have: %s", (name) => {
    const [input, words] = [schema.getType(name), ["no", "one", "two", "three", "four", "five", "six", "seven"]];
    const description = isInputObjectType(input) ? input.getFields().attachments?.description : undefined;
    expect(description).toContain(`, ${words[MAX_ATTACHMENTS]} at most.`);
  });

  it("shows who did something as a person wherever it shows their id", () => {
    const withIds = Object.values(schema.getTypeMap()).filter(
      (type) =>
        isObjectType(type) &&
        IDS_OF_ACTORS.some((name) => getNamedType(type.getFields()[name]?.type)?.name.match(/^(ID|String)$/)),
    );
    const withoutPerson = withIds.filter((type) => isObjectType(type) && !PERSONS.some((name) => type.getFields()[name]));
    expect(withIds.length).toBeGreaterThan(10);
    // The person who is signed in, and people and officers themselves.
    expect(withoutPerson.map(({ name }) => name).toSorted()).toEqual(["CouncilOfficer", "NamedReader", "Viewer"]);
  });

  it("is published in one piece for clients' tools, with descriptions and without costs", () => {
    const published = buildASTSchema(parse(readFileSync(PUBLISHED_SCHEMA, "utf8")));
    const describedIn = (of: GraphQLSchema) =>
      Object.values(of.getTypeMap()).flatMap((type) => partsOf(type).map((part) => `${type}.${part.name}: ${part.description}`));
    expect(describedIn(published).toSorted()).toEqual(describedIn(schema).toSorted());
    const directives = published.getDirectives().filter((one) => !isSpecifiedDirective(one));
    expect(directives.map(({ name }) => name).toSorted()).toEqual(["decidedBy", "discloses", "signedIn"]);
  });

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
  let held: MadeIds;
  let answers: readonly OperationAnswer[];
  beforeAll(async () => {
    ({ hub, held, answers } = await startFullHub());
  });
  afterAll(() => hub.close());

  const fieldsOf = ({ document }: Operation): readonly string[] =>
    parse(document).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? definition.selectionSet.selections.flatMap((field) => (field.kind === Kind.FIELD ? [field.name.value] : []))
        : [],
    );

  it("has an operation in test/examples/operations.ts", () => {
    expect([...new Set(OPERATIONS.flatMap(fieldsOf))].sort()).toEqual([...rootFields].sort());
  });

  it("is answered, and every command there is carried out", () => {
    for (const [index, operation] of OPERATIONS.entries()) {
      const answer = answers[index] ?? expect.fail("It was not carried out.");
      expect(answer.errors, operation.document).toBeUndefined();
      for (const value of Object.values(answer.data ?? {})) {
        expect(value, operation.document).not.toBeNull();
        expect(JSON.stringify(value), operation.document).not.toContain('"__typename":"Refused"');
      }
    }
    expect(answers).toHaveLength(OPERATIONS.length);
  });

  describe("and every field below it is answered without an error", () => {
    /** The arguments of fields without pages. */
    const ARGUMENTS: Readonly<Record<string, () => string>> = {
      concern: () => `id: "${held.concern}"`,
      share: () =>
        `id: "${
          hub.hub.register
            .queries()
            .findUnchecked(held.concern ?? "")
            ?.state().shares[0]?.id
        }"`,
      attachment: () =>
        `id: "${
          hub.hub.register
            .queries()
            .findUnchecked(held.concern ?? "")
            ?.state()
            .evidence.flatMap(({ attachments }) => attachments)[0]?.attachment
        }"`,
      outcome: () => `concern: "${held.concern}"`,
      explain: () => `concern: "${held.concern}", part: SUMMARY`,
      ledger: () => `council: "${TARROWSHIRE}"`,
      pastConcern: () => `concern: "${held.concern}", at: "${hub.clock.now().toISOString()}"`,
      support: () => `id: "${held.support}"`,
      submission: () => `id: "${held.submission}"`,
      signal: () => `id: "${held.signal}"`,
      task: () => `id: "${held.task}"`,
      council: () => `code: "${TARROWSHIRE}"`,
      person: () => 'id: "newcomer"',
      invitation: () => `id: "${held.invitation}"`,
      metric: () => 'id: "990003"',
      councils: () => `region: "${EAST_MIDLANDS}"`,
      diary: () => `region: "${EAST_MIDLANDS}", from: "2026-03-01", to: "2026-12-31"`,
      regionCouncils: () => `region: "${EAST_MIDLANDS}"`,
      diaryFile: () => `region: "${EAST_MIDLANDS}", from: "2026-03-01", to: "2026-12-31", format: CSV`,
      alignedSupport: () => `region: "${EAST_MIDLANDS}"`,
      practiceContacts: () => "strand: CHILDRENS, cause: SERVICE_PERFORMANCE",
      overview: () => 'quarter: "2026-Q1"',
      // Without the recipients' permits some people lose access.
      simulatePolicy: () => {
        const named = policyFiles({ "4-recipients.cedar": undefined }).map(({ name }) => `{ name: "${name}" }`);
        return `files: [${named.join(", ")}]`;
      },
      value: () => `area: "${TARROWSHIRE}", period: "fin_2024_25"`,
      comparison: () => `council: "${TARROWSHIRE}"`,
    };
    const argumentsOf = ({ name, args }: GraphQLField<unknown, unknown>, parent: string): string => {
      const given = [
        ...(args.some(isRequiredArgument) || (parent === "Query" && name === "councils") ? [ARGUMENTS[name]?.() ?? ""] : []),
        ...(args.some((arg) => arg.name === "first") ? ["first: 5"] : []),
      ];
      return given.length > 0 ? `(${given.join(", ")})` : "";
    };

    type Selection = (string | Selection)[];
    /** A question down to `deepest` fields that opens each type once, where it is nearest; elsewhere it asks for the type's name alone. */
    function everything(root: GraphQLField<unknown, unknown>, deepest: number): { query: string; asked: readonly string[] } {
      const asked: string[] = [];
      const met = new Set<string>();
      const question: Selection = [];
      const open = (fields: readonly GraphQLField<unknown, unknown>[], parent: string, into: Selection) =>
        fields.flatMap((field) => {
          asked.push(`${parent}.${field.name}`);
          const type = getNamedType(field.type);
          const called = `${field.name}${argumentsOf(field, parent)}`;
          if (!isCompositeType(type)) {
            into.push(called);
            return [];
          }
          const below: Selection = ["__typename"];
          into.push(called, below);
          return [{ type: type as GraphQLObjectType | GraphQLUnionType, into: below }];
        });
      let level = open([root], "Query", question);
      for (let depth = 2; depth <= deepest; depth += 1)
        level = level.flatMap(({ type, into }) => {
          if (met.has(type.name)) return [];
          met.add(type.name);
          if (!isUnionType(type)) return open(Object.values(type.getFields()), type.name, into);
          return type.getTypes().flatMap((member) => {
            const ofMember: Selection = ["__typename"];
            into.push(`... on ${member.name}`, ofMember);
            return open(Object.values(member.getFields()), member.name, ofMember);
          });
        });
      const write = (selection: Selection): string =>
        `{ ${selection.map((part) => (Array.isArray(part) ? write(part) : part)).join(" ")} }`;
      return { query: write(question), asked };
    }

    type Question = ReturnType<typeof everything>;
    let asKnown: ReadonlyMap<string, Question> | undefined;
    /** One for each root field, as deep as the hub answers. */
    function questions(): ReadonlyMap<string, Question> {
      const sizeOf = ({ query }: Question) =>
        workOf({ schema, document: parse(query), operationName: undefined, variableValues: {} });
      asKnown ??= new Map(
        Object.values(schema.getQueryType()?.getFields() ?? {}).map((root) => {
          let deepest: number = LIMITS.depth;
          while (sizeOf(everything(root, deepest)) > LIMITS.work) deepest -= 1;
          return [root.name, everything(root, deepest)];
        }),
      );
      return asKnown;
    }

    const VIEWERS = [
      ...["adviser", "chief-executive", "cib-lead", "department", "panel-member", "advisory-board", "governance-officer"],
      "somebody-new",
    ];
    const typesMet = new Set<string>();
    type Inbox = { readonly inbox: { readonly nodes: readonly { readonly id: string; readonly due: string }[] } };

    it.each(VIEWERS)("for %s", async (person) => {
      const asked = new Set<string>();
      const failed: string[] = [];
      for (const [root, question] of questions()) {
        for (const field of question.asked) asked.add(field);
        const { body } = await hub.ask(person, question.query);
        for (const { message } of body.errors ?? []) failed.push(`${root}: ${message}`);
        for (const [, name] of JSON.stringify(body).matchAll(/"__typename":"(\w+)"/g)) typesMet.add(name ?? "");
      }
      expect(failed).toEqual([]);
      expect(
        belowQuery()
          .flatMap(fieldNames)
          .filter((field) => !asked.has(field)),
      ).toEqual([]);
    });

    it("and every type occurs in an answer", async () => {
      // So far nobody is kept out of a share by an interest.
      await done(hub, "department", "declareInterests", { person: "department", councils: [TARROWSHIRE] });
      // Only one of the concerns is closed, one was restricted, and one was opened before the council was told; lists are not queried as deep.
      const { body } = await hub.ask(
        "adviser",
        "{ concerns(first: 50) { nodes { summary { closed { __typename } } tellingExtension { __typename } untold { opened { __typename } discardProposed { __typename } } restrictions { named { __typename } } sharingRecord { keptOut { __typename } } } } }",
      );
      for (const type of ["Closing", "TellingExtension", "UntoldOpening", "DiscardProposal", "NamedReader", "KeptOut"])
        if (JSON.stringify(body).includes(`"__typename":"${type}"`)) typesMet.add(type);
      // A task that was put off waits again.
      await done(hub, "adviser", "logConcern", concern);
      const fresh = "inbox(filter: { kind: MAKE_COUNCIL_AWARE, overdue: false }) { nodes { id due putOff { __typename } } }";
      const [task] = (await hub.ask<Inbox>("adviser", `{ ${fresh} }`)).body.data.inbox.nodes;
      await done(hub, "adviser", "putOffTask", { task: task?.id, until: task?.due });
      const tasks = await hub.ask("adviser", `{ ${fresh} }`);
      if (JSON.stringify(tasks.body).includes('"__typename":"PutOff"')) typesMet.add("PutOff");
      // One person's name was corrected.
      const people = await hub.ask("governance-officer", "{ people(first: 100) { nodes { nameCorrections { __typename } } } }");
      if (JSON.stringify(people.body).includes('"__typename":"NameCorrection"')) typesMet.add("NameCorrection");
      // On this hub disclosures are kept for ever.
      const other = await startHub({ seed: "people", env: { CANDOUR_DISCLOSURES_KEPT_MONTHS: "1" } });
      await passRetention(other);
      const months = "{ retention { disclosures { next { __typename } due { __typename } removed { __typename } } } }";
      const retention = JSON.stringify((await other.ask("governance-officer", months)).body);
      for (const type of ["PassingMonth", "DueMonth", "RemovedMonth"])
        if (retention.includes(`"__typename":"${type}"`)) typesMet.add(type);
      await other.close();
      expect(
        belowQuery()
          .map(({ name }) => name)
          .filter((name) => !typesMet.has(name)),
      ).toEqual([]);
    });

    const fieldNames = (type: GraphQLObjectType): readonly string[] =>
      Object.keys(type.getFields()).map((field) => `${type.name}.${field}`);
    /** Every type that queries can reach. */
    function belowQuery(): readonly GraphQLObjectType[] {
      const found = new Set<GraphQLObjectType>();
      const look = (type: GraphQLNamedType): void => {
        for (const member of isUnionType(type) ? type.getTypes() : []) look(member);
        if (type.name === "Refused" || !isObjectType(type) || found.has(type)) return;
        found.add(type);
        for (const field of Object.values(type.getFields())) look(getNamedType(field.type));
      };
      for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) look(getNamedType(field.type));
      return [...found];
    }
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

  it("and every field of the real one is refused to a person who is not signed in", async () => {
    const { errors } = await graphql({ schema, source: "{ bodies { name } }", contextValue: {} });
    expect(errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });
});

describe("An invalid policy is refused with its name", () => {
  const NAMED = '@id("added")\n@reason("It was added.")\n@challenge("Ask.")\n';

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
    [
      "on reading a concern, without a @challenge",
      '@id("added")\n@reason("It was added.")\npermit (principal is Person, action in Action::"readConcern", resource);',
      'Policy "added" is about reading a concern and needs a @challenge',
    ],
    [
      "on every action, without a @challenge",
      '@id("added")\n@reason("It was added.")\nforbid (principal is Person, action, resource) when { principal.administrator };',
      "@challenge",
    ],
    ["that is a template", `${NAMED}permit (principal == ?principal, action, resource);`, "9-added.cedar"],
  ])("one %s", (_, policy, named) => {
    expect(() => changedPolicy({ "9-added.cedar": policy })).toThrow(
      expect.objectContaining({ name: PolicyInvalid.name, message: expect.stringContaining(named) }),
    );
  });

  it("a schema that cannot be parsed, and the shipped policy is valid", () => {
    const dir = mkdtempSync(join(tmpdir(), "candour-policies-"));
    try {
      cpSync(join(import.meta.dirname, "../../policies"), dir, { recursive: true });
      expect(loadPolicy(dir).version).toBe(shipped.version);
      writeFileSync(join(dir, "candour.cedarschema"), "entity Person {");
      expect(() => loadPolicy(dir)).toThrow(PolicyInvalid);
      expect(() => policySchema(dir)).toThrow(PolicyInvalid);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
