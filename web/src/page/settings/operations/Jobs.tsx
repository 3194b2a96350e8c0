// The jobs, how their last run went, and running one now.
import { useJobs, useRunJob } from "../../../api/operations.ts";
import type { JobItem } from "../../../api/types.ts";
import { count } from "../../../figures/number.ts";
import { ago, exact } from "../../../time/format.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { ErrorNote } from "../../../ui/ErrorNote.tsx";
import { FigureCell } from "../../../ui/FigureCell.tsx";
import type { Column } from "../../../ui/TableHead.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import { useNow } from "../../../ui/useNow.ts";
import { Answered } from "../../Answered.tsx";
import type { SectionProps } from "../SectionProps.ts";
import { ActsCell, NameCell, Table, WordsCell } from "../Table.tsx";
import { JOB_WORDS } from "./jobWords.ts";

const COLUMNS: readonly Column[] = [
  { name: "Job", left: true },
  { name: "Last run", title: "When it began", left: true },
  { name: "How it went", left: true },
  { name: "Changed", title: "What the last run changed, in the job's own unit" },
  { name: "Actions" },
];

export function Jobs({ around, tz, say }: SectionProps) {
  const run = useRunJob();
  const nowMs = useNow(5_000);
  return (
    <Card title="Jobs" aside="each runs in one process of a cluster at a time" flush>
      {run.error && (
          <div className="px-4 pb-3 sm:px-5">
            <ErrorNote error={run.error} />
          </div>
        )}
      <Answered around={around} query={useJobs()}>
        {({ items }) => (
          <Table label="Jobs" columns={COLUMNS}>
            <tbody data-testid="jobs">
              {items.map((job) => (
                <JobLine
                  key={job.name}
                  job={job}
                  nowMs={nowMs}
                  tz={tz}
                  asking={run.isPending && run.variables === job.name}
                  onRun={() => {
                    run.mutate(job.name, {
                      onSuccess: () => {
                        say(`${job.name} begins within seconds.`);
                      },
                    });
                  }}
                />
              ))}
            </tbody>
          </Table>
        )}
      </Answered>
    </Card>
  );
}

interface JobLineProps {
  job: JobItem;
  nowMs: number;
  tz: string;
  asking: boolean;
  onRun: () => void;
}

function JobLine({ job, nowMs, tz, asking, onRun }: JobLineProps) {
  const { name, begun_at, changed } = job;
  const words = JOB_WORDS[name];
  return (
    <tr className="border-b border-line last:border-0" data-job={name}>
      <NameCell>
        <span className="block">{name}</span>
        {words !== undefined && <span className="hidden text-2xs font-normal text-faint sm:block">{words}</span>}
      </NameCell>
      <WordsCell title={begun_at === null ? undefined : exact(begun_at, tz)}>{begun_at === null ? "never" : ago(begun_at, nowMs)}</WordsCell>
      <WordsCell>
        <JobState job={job} nowMs={nowMs} tz={tz} />
      </WordsCell>
      <FigureCell>{changed === null ? <span className="text-faint">{"\u2014"}</span> : count(changed)}</FigureCell>
      <ActsCell>
        <Button weight="small" aria-label={`${job.asked ? "Asked for" : "Run now"}: ${name}`} disabled={asking || job.asked} onClick={onRun}>
          {job.asked ? "Asked for" : "Run now"}
        </Button>
      </ActsCell>
    </tr>
  );
}

function JobState({ job: { ok, held_until, succeeded_at, begun_at }, nowMs, tz }: { job: JobItem; nowMs: number; tz: string }) {
  const last = succeeded_at === null ? "It never came to its end" : `It last came to its end at ${exact(succeeded_at, tz)}`;
  if (held_until !== null && Date.parse(held_until) > nowMs) return <Tag title={last}>Running</Tag>;
  if (ok === true) return <Tag tone="gain">Came to its end</Tag>;
  if (begun_at === null) return <Tag>Not yet</Tag>;
  return (
    <Tag tone="loss" title={last}>
      {ok === false ? "Failed" : "Broken off"}
    </Tag>
  );
}
