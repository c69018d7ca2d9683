"""Which test shows the effect of a setting, or its polite refusal: those that no case of settings_probes shows."""

from __future__ import annotations

__all__ = ["SHOWN"]

#: By test, as ``file::name`` below tests.
SHOWN = {
    "cli/test_settings.py::test_settings_of_a_program": (
        "spark.master", "spark.app.name", "spark.app.id", "spark.home", "spark.default.parallelism",
        "spark.executorEnv.*", "spark.local.dir", "spark.python.profile", "spark.python.profile.dump",
        "spark.checkpoint.dir",
    ),
    "cli/test_settings.py::test_settings_of_memory": (
        "spark.executor.memory", "spark.driver.memory", "spark.memory.fraction",
    ),
    "cli/test_settings.py::test_settings_of_the_scheduler": (
        "spark.task.maxFailures", "spark.stage.maxConsecutiveAttempts", "spark.python.task.killTimeout",
        "spark.locality.wait", "spark.speculation", "spark.speculation.quantile", "spark.speculation.multiplier",
        "spark.speculation.minTaskRuntime", "spark.scheduler.mode", "spark.scheduler.allocation.file",
    ),
    "rdd/test_lenient_files.py::test_damaged_files": ("spark.files.ignoreCorruptFiles",),
    "rdd/test_lenient_files.py::test_missing_files": ("spark.files.ignoreMissingFiles",),
    "cli/test_settings.py::test_cores_of_a_task": ("spark.task.cpus",),
    "cli/test_settings.py::test_settings_of_the_catalog": (
        "spark.sql.warehouse.dir", "spark.sql.catalogImplementation", "spark.pyrite.metastore.path",
        "spark.sql.globalTempDatabase",
    ),
    "cli/test_settings.py::test_the_level_of_avros_deflate": ("spark.sql.avro.deflate.level",),
    "cli/test_settings.py::test_asof_joins_are_refused": ("spark.sql.join.asofJoin.enabled",),
    "cli/test_settings.py::test_the_old_reader_of_dates_is_refused": ("spark.sql.legacy.timeParserPolicy",),
    "cli/test_settings.py::test_settings_of_the_port": (
        "spark.ui.port", "spark.port.maxRetries", "spark.pyrite.ui.host", "spark.pyrite.ui.token",
        "spark.ui.killEnabled",
    ),
    "cli/test_settings.py::test_what_the_web_ui_keeps": (
        "spark.ui.retainedStages", "spark.sql.ui.retainedExecutions", "spark.ui.retainedDeadExecutors",
    ),
    "cli/test_settings.py::test_settings_of_ftp": ("spark.hadoop.fs.ftp.*",),
    "cli/test_settings.py::test_the_most_bytes_of_a_split": (
        "spark.hadoop.mapreduce.input.fileinputformat.split.maxsize",
    ),
    "cli/test_settings.py::test_partitions_of_shuffles_are_kept": ("spark.sql.shuffle.partitions",),
    "cli/test_submit.py::test_what_cannot_be_run_is_refused": ("spark.submit.deployMode",),
    "cli/test_submit.py::test_py_files_files_and_archives_reach_tasks": (
        "spark.submit.pyFiles", "spark.files", "spark.archives",
    ),
    "cli/test_submit.py::test_log_levels": ("spark.log.level",),
    "cli/test_submit.py::test_a_program_in_a_terminal": ("spark.ui.showConsoleProgress",),
    "test_conf.py::test_the_pattern_of_secrets_can_be_set": ("spark.redaction.regex",),
    "faults/test_faults_shuffle.py::test_spilling_changes_no_result": ("spark.python.worker.memory",),
    "faults/test_faults_memory.py::test_results_above_the_limit_end_the_job": ("spark.driver.maxResultSize",),
    "io/test_whole_files.py::test_binary_files_are_packed_as_in_spark": (
        "spark.files.maxPartitionBytes", "spark.files.openCostInBytes",
    ),
    "io/test_rdd_files.py::test_text_is_written_and_read_back": ("spark.hadoop.*", "spark.hadoop.fs.s3a.*"),
    "io/test_remote.py::test_default_file_system": ("spark.hadoop.fs.defaultFS",),
    "io/test_text_lines.py::test_big_files_are_cut_by_blocks": (
        "spark.hadoop.fs.local.block.size", "spark.hadoop.mapreduce.input.fileinputformat.split.minsize",
    ),
    "io/test_remote.py::test_options_of_google_and_azure": ("spark.hadoop.fs.gs.*", "spark.hadoop.fs.azure.*"),
    "io/test_remote.py::test_users_and_ranges_are_sent": ("spark.hadoop.hadoop.user.name",),
    "events/test_live.py::test_off_means_off": ("spark.ui.enabled",),
    "events/test_progress.py::test_listeners_of_the_settings_hear_the_start": ("spark.extraListeners",),
    "events/test_progress.py::test_interval_is_that_of_the_settings": ("spark.ui.consoleProgress.update.interval",),
    "events/test_event_log.py::test_one_file_without_compression": (
        "spark.eventLog.enabled", "spark.eventLog.dir", "spark.eventLog.compress", "spark.eventLog.rolling.enabled",
    ),
    "events/test_event_log.py::test_lz4_is_as_the_jvm_reads_it": ("spark.eventLog.compression.codec",),
    "events/test_event_log.py::test_long_log_rolls": ("spark.eventLog.rolling.maxFileSize",),
    "events/test_event_log.py::test_blocks_are_logged_when_asked_for": ("spark.eventLog.logBlockUpdates.enabled",),
    "events/test_event_log.py::test_log_that_is_there_is_kept_unless_it_may_be_overwritten": (
        "spark.eventLog.overwrite",
    ),
    "events/test_remote_log.py::test_command_looks_where_the_settings_say": (
        "spark.history.fs.logDirectory", "spark.history.ui.port",
    ),
    "ui/test_ui_threads.py::test_thread_dumps_can_be_switched_off": ("spark.ui.threadDumpsEnabled",),
    "ui/test_ui_rest.py::test_limits_are_spark_s_settings": ("spark.ui.retainedJobs", "spark.ui.retainedTasks"),
    "ui/test_ui_pages.py::test_time_axes_show_as_many_as_the_settings_say": (
        "spark.ui.timeline.jobs.maximum", "spark.ui.timeline.stages.maximum", "spark.ui.timeline.tasks.maximum",
    ),
    "ui/test_ui_pages.py::test_comings_and_goings_of_workers_are_drawn_up_to_a_setting": (
        "spark.ui.timeline.executors.maximum",
    ),
    "ui/test_ui_pictures.py::test_what_notebooks_show": ("spark.sql.repl.eagerEval.enabled",),
    "sql/test_spatial.py::test_switched_off": ("spark.sql.geospatial.enabled",),
    "sql/test_plots.py::test_no_more_rows_than_set": ("spark.sql.pyspark.plotting.max_rows",),
    "sql/formats/test_binary.py::test_long_files_are_read_only_without_their_content": (
        "spark.sql.sources.binaryFile.maxLength",
    ),
    "sql/lake/test_rows.py::test_a_setting_adds_columns": ("spark.databricks.delta.schema.autoMerge.enabled",),
    "sql/python/test_arrow_udtf.py::test_batches_are_as_large_as_set_and_of_one_partition": (
        "spark.sql.execution.arrow.maxRecordsPerBatch",
    ),
    "sql/python/test_push_filters.py::test_refused_where_it_is_off": ("spark.sql.python.filterPushdown.enabled",),
}  # fmt: skip
