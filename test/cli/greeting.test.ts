import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { greeting } from "../../bin/greeting.ts";
import { hubUrl, readConfig } from "../../hub/config.ts";

const ROOT = join(import.meta.dirname, "../..");
const commandsFor = (env: Readonly<Record<string, string>>, port?: number): readonly string[] => {
  const config = readConfig({ CANDOUR_DATA_DIR: join(ROOT, "data"), ...env });
  return greeting(config, hubUrl(config, port), 1).match(/(?<= {2})(?:\S.*)?npm run.*$/gm) ?? [];
};

describe("The greeting's commands", () => {
  it("name no setting if the defaults find the hub", () => {
    expect(commandsFor({})[0]).toBe("npm run story");
  });

  it.each([
    ["another port", { PORT: "4010" }, undefined, "PORT=4010"],
    ["the port of a browser", { PORT: "80" }, undefined, "PORT=80"],
    ["any free port", { PORT: "0" }, 40_123, "PORT=40123"],
    ["another address of this machine", { HOST: "::1" }, undefined, "HOST=::1"],
    ["another folder", { CANDOUR_DATA_DIR: "/srv/a b" }, undefined, "CANDOUR_DATA_DIR='/srv/a b'"],
    ["a folder beside", { CANDOUR_DATA_DIR: "./elsewhere" }, undefined, `CANDOUR_DATA_DIR=${join(process.cwd(), "elsewhere")}`],
    ["another audience", { CANDOUR_TOKEN_AUDIENCE: "trial" }, undefined, "CANDOUR_TOKEN_AUDIENCE=trial"],
  ])("name %s", (_, env, port, setting) => {
    for (const command of commandsFor(env, port)) expect(command.startsWith(`${setting} npm run `)).toBe(true);
    expect(commandsFor(env, port)).toHaveLength(3);
  });

  it("are left out beside another issuer, which issues no demonstration tokens", () => {
    const issuer = { CANDOUR_TOKEN_ISSUER: "https://sign-in.example/", CANDOUR_JWKS_URL: "https://sign-in.example/keys" };
    expect(commandsFor({ ...issuer, CANDOUR_DEMONSTRATION: "true" })).toEqual([]);
  });
});
