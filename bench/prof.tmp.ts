import { openSqliteLog } from "../event-log/sqlite.ts";
import { commands, freshFile, openBare } from "./data.ts";
const mode = process.argv[2], w = Number(process.argv[3]), n = Number(process.argv[4]);
const work = commands(n, w);
const c0 = process.cpuUsage(); const t=performance.now();
if (mode==="ours"){ const log=openSqliteLog(freshFile("p-ours"));
 await Promise.all(Array.from({length:w},async(_,k)=>{for(let i=k;i<n;i+=w) await log.append(work[i]!)})); await log.close();
} else { const {db,append}=openBare(freshFile("p-bare")); for(let i=0;i<n;i+=w) append(work.slice(i,i+w)); db.close(); }
const c=process.cpuUsage(c0); const el=performance.now()-t;
console.log(mode,w,"us/event wall",(el*1000/n).toFixed(1),"user",(c.user/n).toFixed(1),"sys",(c.system/n).toFixed(1));
