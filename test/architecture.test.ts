// The rooms of the house and who may enter which: imports run downwards only, so that the write side never reads a projection and
// no rule moves into a face.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { READ_MODELS } from "../projections/all.ts";
import { PLACEMENTS } from "../projections/runtime/placement.ts";
import { LONGEST } from "./helpers/longest-first.ts";

const ROOT = join(import.meta.dirname, "..");
/** From the bottom up: a room imports from itself and those before it. */
const ROOMS = [
  ...(["caching", "text", "reference", "event-log", "policies/engine", "policies/review", "services", "disclosure"] as const),
  ...(["projections", "queries", "hub", "exports", "graphql", "web", "imports", "demonstration", "bin"] as const),
];
const floorOf = (name: string): number => ROOMS.findIndex((room) => name.startsWith(`${room}/`));
/** Pure rules, to which time, ids and look-ups are passed. */
const PURE = /^(?:services\/[^/]+|disclosure)\/(decide(-\w+)?|state|life|shares|deadlines|tasks|facts|roles|events)\.ts$/;
const IMPURE = /event-log\/(sqlite|keys|stores)\/|node:|jose|hub\//;

const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter(
  (name) => name.endsWith(".ts") && !/\.test\.ts$|\/generated\//.test(name) && floorOf(name) >= 0,
);
const imports = (name: string): string[] =>
  [...readFileSync(join(ROOT, name), "utf8").matchAll(/(?:^|\n)(import|export)( type)?[^;]*? from "([^"]+)"/g)]
    .filter(([, , type]) => !type)
    .map(([, , , from = ""]) => from);
const known = new Set(files);
/** Files of the rooms that a file imports, types included. */
const importedBy = (name: string): string[] =>
  [...readFileSync(join(ROOT, name), "utf8").matchAll(/(?:from |import\()"(\.[^"]+)"/g)]
    .map(([, from = ""]) => relative(ROOT, join(ROOT, name, "..", from)))
    .filter((target) => known.has(target));

describe("imports", () => {
  it("run downwards only, types included, from faces to reads and commands to policies to the log and reference", () => {
    const upwards = files.flatMap((name) =>
      importedBy(name)
        .filter((target) => floorOf(target) > floorOf(name))
        .map((target) => `${name} imports ${target}`),
    );
    expect(files.length).toBeGreaterThan(200);
    expect(upwards).toEqual([]);
  });

  it("of the API and the command line are of services, queries, the hub and reference: nothing below, and data only through queries", () => {
    const isFace = (name: string) => /^(?:graphql|web|imports|exports|demonstration|bin)\//.test(name);
    const BENEATH = /^(?:event-log|policies|disclosure|projections)\//;
    const beneath = files
      .filter(isFace)
      .flatMap((name) => importedBy(name).flatMap((target) => (BENEATH.test(target) ? [`${name} imports ${target}`] : [])));
    expect(beneath).toEqual([]);
    const readsData = (name: string) => /\.queries\(\)/.test(readFileSync(join(ROOT, name), "utf8"));
    expect(files.filter((name) => isFace(name) && !name.startsWith("demonstration/") && readsData(name))).toEqual([]);
  });

  it("of read models contain no rights, residuals and predicates, which belong to the queries", () => {
    const models = files.filter((name) => name.startsWith("projections/"));
    const ofPolicies = models.flatMap((name) => importedBy(name).map((target) => [name, target] as const));
    // The read model of policies contains their text.
    const TEXT = "projections/policy/policy.ts imports policies/engine/policy-set.ts";
    const beside = ofPolicies
      .filter(([, target]) => target.startsWith("policies/") && target !== "policies/engine/facts.ts")
      .map(([name, target]) => `${name} imports ${target}`);
    expect(beside).toEqual([TEXT]);
    const VIEWER = /\b(?:Person\w*Facts|Rights|PartRights|Residual|READ_ACTIONS)\b/;
    expect(models.filter((name) => VIEWER.test(readFileSync(join(ROOT, name), "utf8")))).toEqual([]);
  });

  it("of pages are of the API, and of what it is put together of: a page gets its data by GraphQL alone", () => {
    const pages = files.filter((name) => name.startsWith("web/"));
    const others = pages.flatMap((name) =>
      importedBy(name)
        .filter((target) => !/^(?:web|graphql|caching|text)\//.test(target))
        .map((target) => `${name} imports ${target}`),
    );
    expect(pages.length).toBeGreaterThan(15);
    // Types of what it passes on to the pipeline.
    const OF_HUB = /imports hub\/(?:hub|observability\/logger)\.ts$/;
    const OF_SIGN_IN = /^web\/sign-in\/\S+ imports hub\/(?:config\.ts|sessions\/|sign-in\/)/;
    // What somebody has begun to write is no data of the API.
    const OF_DRAFTS = /imports hub\/drafts\/drafts\.ts$/;
    // Which files a form can send.
    const OF_FILES = /imports reference\/accepted-files\.ts$/;
    expect(others.filter((one) => ![OF_HUB, OF_SIGN_IN, OF_DRAFTS, OF_FILES].some((room) => room.test(one)))).toEqual([]);
  });

  it("leave no code outside the rooms", () => {
    const CODE =
      /^(policies|caching|text|reference|event-log|services|disclosure|projections|queries|hub|graphql|web|imports|exports|demonstration|bin)\//;
    const all = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter(
      (name) => CODE.test(name) && name.endsWith(".ts"),
    );
    expect(all.filter((name) => floorOf(name) < 0)).toEqual([]);
  });

  it("go in no circle, types included", () => {
    const direct = new Map(files.map((name) => [name, importedBy(name)]));
    const reachedFrom = (name: string): ReadonlySet<string> => {
      const reached = new Set(direct.get(name));
      for (const next of reached) for (const target of direct.get(next) ?? []) reached.add(target);
      return reached;
    };
    expect(files.length).toBeGreaterThan(200);
    expect(files.filter((name) => reachedFrom(name).has(name))).toEqual([]);
  });

  it("name each type in only one file: an exported type's name is unique", () => {
    const places = new Map<string, string[]>();
    for (const name of files)
      for (const [, type = ""] of readFileSync(join(ROOT, name), "utf8").matchAll(/^export (?:type|class|interface) (\w+)/gm))
        places.set(type, [...(places.get(type) ?? []), name]);
    expect(places.size).toBeGreaterThan(300);
    expect([...places].filter(([, names]) => names.length > 1)).toEqual([]);
  });

  it("that execute, or are of graphql-js for execution, are only in the pipeline", () => {
    const CARRIES_OUT = /\b(?:parse|validate|execute|subscribe|graphql|graphqlSync)\b/;
    const importsOfGraphql = (name: string) =>
      [...readFileSync(join(ROOT, name), "utf8").matchAll(/^import \{([^}]*)\} from "graphql"/gm)].map(([, names = ""]) => names);
    const carrying = files.filter((name) => importsOfGraphql(name).some((names) => CARRIES_OUT.test(names)));
    expect(carrying).toEqual(["graphql/pipeline.ts"]);
    const importing = files.filter((name) => importedBy(name).includes("graphql/text-execution.ts"));
    expect(importing).toEqual(["graphql/pipeline.ts"]);
  });

  it("of the pure rules reach no file, clock, key or network", () => {
    const pure = files.filter((name) => PURE.test(name));
    expect(pure.length).toBeGreaterThan(8);
    const impure = pure.flatMap((name) =>
      imports(name)
        .filter((from) => IMPURE.test(from))
        .map((from) => `${name} imports ${from}`),
    );
    expect(impure).toEqual([]);
    for (const name of pure)
      expect(readFileSync(join(ROOT, name), "utf8"), name).not.toMatch(/Date\.now|new Date\(\)|Math\.random|randomUUID/);
  });

  it("of packages by code outside the tests are of those that production installs", () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const operations = readdirSync(join(ROOT, "operations"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join("operations", name));
    const PACKAGE = /^(?:@[^/]+\/)?[^/]+/;
    const packagesOf = (name: string) => {
      const dynamic = [...readFileSync(join(ROOT, name), "utf8").matchAll(/import\("([^"]+)"\)/g)].map(([, from = ""]) => from);
      return [...imports(name), ...dynamic].filter((from) => !/^(?:\.|node:)/.test(from)).map((from) => PACKAGE.exec(from)?.[0]);
    };
    const imported = [...files, ...operations].flatMap((name) => packagesOf(name).map((of = "") => ({ name, of })));
    expect(imported.length).toBeGreaterThan(50);
    expect(imported.filter(({ of }) => !(of in dependencies))).toEqual([]);
  });

  it("of the command line load the modules of each command only for that command", () => {
    // Nothing is loaded before signals are handled.
    expect(imports("bin/candour.ts")).toEqual(["./early-signals.ts"]);
    expect(imports("bin/early-signals.ts")).toEqual([]);
    const loaded = new Set(["bin/program.ts"]);
    for (const name of loaded)
      for (const from of imports(name)) if (from.startsWith(".")) loaded.add(relative(ROOT, join(ROOT, name, "..", from)));
    expect(loaded).toContain("hub/config.ts");
    const heavy = /^(event-log|policies|projections|graphql|imports|exports)\//;
    // The file that checks a setting imports nothing.
    expect([...loaded].filter((name) => heavy.test(name) && imports(name).length > 0)).toEqual([]);
  });
});

describe("the image", () => {
  it("contains every program of the repository that its Dockerfile runs", () => {
    const read = (name: string) => readFileSync(join(ROOT, name), "utf8");
    const programs = [...read("Dockerfile").matchAll(/^RUN node (\S+)/gm)].map(([, program]) => program ?? "");
    expect(programs.length).toBeGreaterThan(0);
    const included =
      read(".dockerignore")
        .match(/^!\S+$/gm)
        ?.map((line) => line.slice(1)) ?? [];
    const left = programs.filter((program) => !included.some((one) => program === one || program.startsWith(`${one}/`)));
    expect(left).toEqual([]);
  });
});

describe("read models", () => {
  it("are each placed in one table, and none shares a file, because a store supports only one", () => {
    expect(READ_MODELS.map(({ name }) => name).sort()).toEqual(Object.keys(PLACEMENTS).sort());
    const placed = Object.values(PLACEMENTS);
    expect(new Set(placed.map(({ file }) => file)).size).toBe(placed.length);
    // A build by streams reads other streams than a build from the whole log.
    for (const { name, byStreams } of READ_MODELS) expect(PLACEMENTS[name].builtIn).toBe(byStreams ? "by streams" : "by pages");
  });
});

describe("rows", () => {
  it("get their type from the call of their statement, and never from a cast", () => {
    const CAST = /\.(?:all|get|iterate)\([^;]*?\)\s*(?:\?\? \{\}\))?\s+as\s+(?:\w*Row\b|readonly|\{|Pick|Iterable|\|)/;
    const rooms = /^(event-log|projections|hub|bin|disclosure)\//;
    expect(files.filter((name) => rooms.test(name) && CAST.test(readFileSync(join(ROOT, name), "utf8")))).toEqual([]);
  });
});

describe("work that nobody awaits", () => {
  // Each expression starts work whose errors would be lost. The listed files handle the errors.
  const BEGINS: Readonly<Record<string, readonly string[]>> = {
    "setInterval(": ["event-log/background.ts"],
    "new Worker(": [
      "event-log/sqlite/log-thread.ts",
      "hub/attachments/inspection/inspection-thread.ts",
      "hub/readers/reader-thread.ts",
      "policies/review/policy-checker.ts",
      "projections/runtime/threaded/applying-thread.ts",
      "projections/runtime/builder.ts",
      "projections/runtime/wal-copier.ts",
    ],
    "process.on(": ["bin/uncaught-errors.ts", "hub/verification/verify-process.ts"],
    "source.on(": ["bin/early-signals.ts", "bin/signals.ts"],
    "fork(": ["hub/verification/verification.ts"],
  };
  const text = (name: string) => readFileSync(join(ROOT, name), "utf8");

  it.each(Object.entries(BEGINS))("is started by %s only where its errors are handled", (word, known) => {
    expect(files.filter((name) => text(name).includes(word)).sort()).toEqual([...known].sort());
  });

  it("is never thrown to the winds by `void`", () => {
    expect(files.filter((name) => /\bvoid (?!0)[\w.]+(\?\.)?[\w.]*\(/.test(text(name)))).toEqual([]);
  });
});

describe("state of a module", () => {
  // Module state would be shared by all hubs of a process, so a cache must belong to the opened resource.
  // A script is opened once, by its process.
  const SCRIPTS = ["bin/story/teller.ts", "hub/verification/verify-process.ts"];
  const STATE =
    /^(?:export )?(?:let (\w+)|const (\w+)(?:: [^=]+)? = (?:boundedCache|lazy|new (?:Weak)?(?:Map|Set)(?:<.*>)?\(\);))/gm;

  it("is changed nowhere", () => {
    const found = files
      .filter((name) => !SCRIPTS.includes(name))
      .flatMap((name) =>
        [...readFileSync(join(ROOT, name), "utf8").matchAll(STATE)]
          .filter(([line]) => !/: (PartRights|AsOf\["blocked"\]) = /.test(line))
          .map(([, variable, constant]) => `${name}: ${variable ?? constant}`),
      );
    expect(found).toEqual([]);
  });

  it("is bounded by hand nowhere: `boundedCache` is the one cache", () => {
    const byHand = files.filter((name) => /\.size >= [A-Z_\d]+\) \w+\.clear\(\)/.test(readFileSync(join(ROOT, name), "utf8")));
    expect(byHand).toEqual([]);
  });
});

describe("a test", () => {
  const tests = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.(?:ts|mjs|c)$/.test(name) && (name.startsWith("test/") || (floorOf(name) >= 0 && name.endsWith(".test.ts"))),
  );
  const source = (name: string) => readFileSync(join(ROOT, name), "utf8");

  it("in test/ is in the folder of its kind, or in test/ itself if it is of the repository", () => {
    const ofRepository = tests.filter((name) => /^test\/[^/]+$/.test(name)).sort();
    expect(ofRepository).toEqual(["architecture", "docs-commands", "docs", "golden"].map((name) => `test/${name}.test.ts`));
    const astray = tests.filter(
      (name) => name.startsWith("test/") && name.endsWith(".test.ts") === /^test\/(helpers|examples)\//.test(name),
    );
    expect(tests.length).toBeGreaterThan(200);
    expect(astray).toEqual([]);
  });

  it("beside its module opens no hub, server, process or folder", () => {
    const OPENS = /test-hub\.ts"|hub\/hub\.ts"|graphql\/server\.ts"|"node:(?:child_process|https?|net)"|mkdtemp/;
    expect(tests.filter((name) => !name.startsWith("test/") && OPENS.test(source(name)))).toEqual([]);
  });

  it("that takes long is there, so that it starts first", () => {
    expect(LONGEST.filter((name) => !tests.includes(name))).toEqual([]);
  });

  it("makes stored events by the one factory", () => {
    const byHand = tests.filter((name) => name !== "test/architecture.test.ts" && source(name).includes('previousHash: "",'));
    expect(byHand).toEqual(["test/helpers/stored-event.ts"]);
  });

  it("keeps examples as data: no file of test/examples expects, opens or sends anything", () => {
    const DOES = /from "vitest"|test-hub\.ts"|hub\/hub\.ts"|from "node:/;
    expect(tests.filter((name) => name.startsWith("test/examples/") && DOES.test(source(name)))).toEqual([]);
  });
});
