//! Answers that stay where they are: sums by group come back, and no rows. The same expressions run in this process or on a
//! cluster, which is another session of the query engine.

use std::collections::BTreeSet;
use std::path::Path;

use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::Expr;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use sounding_survey::Place;
use tokio::runtime::{Builder, Runtime};

use super::{Reading, Source, innermost};
use crate::data::Frame;
use crate::data::growing::Growing;
use crate::fault::Faults;

/// Where sums are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Engine {
    /// From the rows, in this process.
    Rows,
    /// By the query engine, in this process.
    Groups,
    /// By the query engine's session on a cluster of this name.
    Cluster(String),
}

/// The settings on which the expressions of this program depend, for a session that is made elsewhere.
pub fn session_settings(mut config: SessionConfig) -> SessionConfig {
    // Names keep their case; texts are read as texts.
    config.options_mut().sql_parser.enable_ident_normalization = false;
    config.options_mut().execution.parquet.schema_force_view_types = false;
    config
}

impl Source {
    /// Opens a Parquet file, or a folder of them, whose sums are made group by group: memory goes with the number of groups.
    pub fn open_in_groups(path: &Path) -> Result<Source, Faults> {
        let context = SessionContext::new_with_config(session_settings(SessionConfig::new()));
        let runtime = Builder::new_multi_thread().enable_all().build().map_err(|cause| {
            Faults::one(
                "E-DATA-001",
                Place::file(path.display().to_string()),
                format!("the file cannot be read: {cause}"),
                "check the path, the permissions and the format",
            )
        })?;
        Source::over(&context, runtime, path, Engine::Groups)
    }

    /// As [`Source::open_in_groups`], with the sums made by `context`, a session of a cluster that is called `name`. Its
    /// machines must see the files under the same path.
    pub fn on_cluster(
        context: &SessionContext,
        runtime: Runtime,
        path: &Path,
        name: &str,
    ) -> Result<Source, Faults> {
        Source::over(context, runtime, path, Engine::Cluster(name.to_owned()))
    }

    fn over(
        context: &SessionContext,
        runtime: Runtime,
        path: &Path,
        engine: Engine,
    ) -> Result<Source, Faults> {
        let file = path.display().to_string();
        let metadata = std::fs::metadata(path).map_err(|cause| {
            Faults::one(
                "E-DATA-001",
                Place::file(&file),
                format!("the file cannot be read: {cause}"),
                "check the path, the permissions and the format",
            )
        })?;
        let parquet = path.extension().is_some_and(|ending| ending == "parquet");
        if !(metadata.is_dir() || parquet) {
            return Err(Faults::one(
                "E-ENGINE-005",
                Place::file(&file),
                "sums by group are made from Parquet, and this file is not named .parquet",
                "write the answers as Parquet, or leave --engine out",
            ));
        }
        let read = context.read_parquet(file.as_str(), ParquetReadOptions::default());
        let data = runtime.block_on(read).map_err(|cause| {
            Faults::one(
                "E-DATA-009",
                Place::file(&file),
                format!("the file is not readable as Parquet: {}", innermost(&cause)),
                "write the file again, or give a CSV file",
            )
        })?;
        if data.schema().fields().is_empty() {
            return Err(Faults::one(
                "E-DATA-001",
                Place::file(&file),
                "the folder has no Parquet files",
                "give a folder whose files are named .parquet",
            ));
        }
        Ok(Source {
            path: path.to_path_buf(),
            reading: Reading::default(),
            runtime,
            data,
            derived: BTreeSet::new(),
            engine,
        })
    }

    /// Whether sums come by group and no rows are read.
    pub(crate) fn in_groups(&self) -> bool {
        self.engine != Engine::Rows
    }

    /// Whether a column holds numbers; `None` where there is no such column.
    pub(crate) fn is_number(&self, name: &str) -> Option<bool> {
        let field = self.data.schema().fields().iter().find(|field| field.name() == name)?;
        Some(is_number(field.data_type()))
    }

    /// Groups by `keys` and sums: names and SQL expressions of each. The order of the groups is any.
    pub(crate) fn grouped(
        &self,
        keys: &[(String, String)],
        sums: &[(String, String)],
    ) -> Result<Frame, Faults> {
        let parsed = |list: &[(String, String)]| -> Result<Vec<Expr>, DataFusionError> {
            list.iter().map(|(name, sql)| Ok(self.data.parse_sql_expr(sql)?.alias(name))).collect()
        };
        let run = || {
            let data = self.data.clone().aggregate(parsed(keys)?, parsed(sums)?)?;
            let batches = self.runtime.block_on(data.collect())?;
            let mut frame = Frame::new(batches.iter().map(RecordBatch::num_rows).sum());
            for (at, (name, _)) in keys.iter().chain(sums).enumerate() {
                let kind =
                    batches.first().map_or(DataType::Null, |batch| batch.column(at).data_type().clone());
                let mut growing = Growing::new(&kind);
                batches.iter().try_for_each(|batch| growing.push(batch.column(at)))?;
                frame.insert(name, growing.finish());
            }
            Ok(frame)
        };
        run().map_err(|cause: DataFusionError| self.job_fault(&cause))
    }

    fn job_fault(&self, cause: &DataFusionError) -> Faults {
        let place = Place::file(self.path.display().to_string());
        match &self.engine {
            Engine::Cluster(name) => Faults::one(
                "E-ENGINE-004",
                place,
                format!("the cluster {name} did not finish: {}", innermost(cause)),
                "look at the executors and their logs, check that each sees the files under this path, and run it again",
            ),
            _ => Faults::one(
                "E-DATA-012",
                place,
                format!("the values cannot be read: {}", innermost(cause)),
                "check the expression, and that the file is whole",
            ),
        }
    }
}

fn is_number(kind: &DataType) -> bool {
    kind.is_numeric() || matches!(kind, DataType::Boolean | DataType::Null)
}
