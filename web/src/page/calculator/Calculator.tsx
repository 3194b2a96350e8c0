// The calculator page: what a month would cost with part of it on other models. Starts from what was measured; the address
// holds the whole case.
import { useModelUsage, useProjection, useUsed } from "../../api/calculator.ts";
import { usePlatformCost } from "../../api/roi.ts";
import { writeScope } from "../../url/scope.ts";
import { Answered } from "../Answered.tsx";
import type { PageProps } from "../Around.ts";
import { Content } from "../frame/Content.tsx";
import { checked, refusedBy } from "./case.ts";
import { CaseForm } from "./CaseForm.tsx";
import { CaseOnPaper } from "./CaseOnPaper.tsx";
import { writeForm } from "./form.ts";
import { Projection } from "./Projection.tsx";
import { monthOf, startForm, usedModels } from "./start.ts";
import { StartNote } from "./StartNote.tsx";
import { useForm } from "./useForm.ts";

export default function Calculator({ around }: PageProps) {
  const { scope, change } = around;
  const used = useUsed(scope);
  const models = usedModels(used.data?.providers ?? []);
  const model = scope.own.current ?? models[0]?.name ?? null;
  const wasUsed = models.some(({ name }) => name === model);
  const usage = useModelUsage(scope, wasUsed ? model : null);
  const month = usage.data === undefined ? null : monthOf(usage.data);
  // A case can be made without it, so it is waited for, and where it cannot be read, gone without.
  const { data: platform, isPending: asking } = usePlatformCost(scope);
  const known = used.data !== undefined && (!wasUsed || usage.data !== undefined) && !asking;
  const edited = useForm(scope.own, known ? startForm(models, model, month, platform ?? null) : null, change);
  const { body, refused } = edited === null ? { body: null, refused: null } : checked(edited.settled);
  const projection = useProjection(scope, body);

  if (edited === null) {
    return (
      <Content shown={null}>
        <Answered around={around} query={used}>
          {() => <Answered around={around} query={usage}>{() => null}</Answered>}
        </Answered>
      </Content>
    );
  }
  const { settled } = edited;
  const link = window.location.origin + writeScope({ ...scope, own: writeForm(settled) });
  return (
    <Content shown={projection.data ?? null}>
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)] xl:grid-cols-[26rem_minmax(0,1fr)] print:block print:space-y-4">
        <CaseForm
          edited={edited}
          models={models}
          refused={refused ?? refusedBy(projection.error) ?? {}}
          note={known && <StartNote edited={edited} models={models} model={model} usage={usage.data ?? null} month={month} />}
        />
        <CaseOnPaper form={settled} link={link} />
        <Projection around={around} query={projection} link={link} mend={refused !== null} />
      </div>
    </Content>
  );
}
