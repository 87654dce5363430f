import { tokensOf } from "./askers.ts";
import { rateOf } from "./processor-time.ts";
import { hubOn } from "./servers.ts";
import { regionOf } from "./world/readers.ts";
const [, , prof] = process.argv;
const FIELDS = { none: "", last: "lastContactOn", open: "openConcerns", support: "support { strand offered agreed }", day: "nextDay { kind from }", task: "nextTask { kind due }", all: "lastContactOn openConcerns support { strand offered agreed } nextDay { kind from } nextTask { kind due }" };
for (const world of ["10000", "100000"]) {
  const hub = await hubOn(`${import.meta.dirname}/.data/world-${world}-c9b30010eeac`, prof ? ["--cpu-prof", `--cpu-prof-dir=/tmp/rp-${world}`] : []);
  for (const kind of ["adviser", "cib-lead"] as const) {
    const tokens = await tokensOf(hub, kind, 16);
    for (const [name, fields] of Object.entries(FIELDS)) {
      if (prof && name !== "all") continue;
      const ask = async (n: number) => {
        const r = await fetch(hub.url + "/graphql", { method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${tokens[n % 16]}` }, body: JSON.stringify({ query: `query($region: ID!) { regionCouncils(region: $region, first: 20) { pageInfo { hasNextPage } nodes { council { code } ${fields} } } }`, variables: { region: regionOf(n % 16) } }) });
        const t = await r.text(); if (r.status !== 200 || t.includes('"errors"')) throw new Error(t.slice(0, 300));
      };
      for (let n = 0; n < 32; n++) await ask(n);
      const { each } = await rateOf(async () => { const N = prof ? 160 : 64; for (let n = 0; n < N; n++) await ask(n); return N; }, hub.pid);
      console.log(world, kind, name.padEnd(8), (each.thread / 1000).toFixed(2), "ms");
    }
  }
  await hub[Symbol.asyncDispose]();
}
