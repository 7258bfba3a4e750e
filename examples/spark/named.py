"""Who is named when: `dramatis annotate` as a map step of Apache Spark.

    python examples/spark/named.py --articles articles.jsonl --out named [--cores 2]

ARTICLES (JSON lines or Parquet) has the columns `id`, `date` and `text`. Each partition is piped through one `dramatis annotate`, so
a cluster needs the command and the pack on every machine and nothing else. The table, a folder of CSV, counts for each person and
organization the articles of each month that name them.
"""

import argparse
import os
import shlex
import time

from pyspark.sql import SparkSession
from pyspark.sql import functions as f

# What is read of an answer. An id may be anything and comes back as it was sent: here it carries the date along.
ANSWER = """
    id STRUCT<id: STRING, date: STRING>,
    error STRING,
    members ARRAY<STRUCT<kind: STRING, name: STRING, entity: STRING, confidence: STRING>>
"""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", required=True, help="JSON lines or Parquet")
    parser.add_argument("--out", required=True, help="the folder to write")
    parser.add_argument("--dramatis", default="target/release/dramatis", help="the command, on every machine")
    parser.add_argument("--pack", action="append", help="the packs, on every machine; later ones over earlier ones")
    parser.add_argument("--cores", type=int, default=2, help="of this machine, where no cluster is told by spark-submit")
    parser.add_argument("--repeat", type=int, default=1, help="reads every article so many times, to measure")
    return parser.parse_args()


def main():
    options = arguments()
    spark = (
        SparkSession.builder.appName("who is named when")
        .master(f"local[{options.cores}]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", 8)
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    reader = spark.read.parquet if options.articles.endswith(".parquet") else spark.read.json
    articles = reader(options.articles).select(f.col("id").cast("string"), f.col("date").cast("string"), "text")
    if options.repeat > 1:
        copies = f.explode(f.sequence(f.lit(1), f.lit(options.repeat)))
        articles = articles.withColumn("copy", copies).drop("copy").repartition(4 * options.cores)
    articles = articles.cache()
    count = articles.count()

    command = [os.path.abspath(options.dramatis), "annotate"]
    for pack in options.pack or ["target/dramatis.pack"]:
        command += ["--pack", os.path.abspath(pack)]
    # Spark runs a task a core, so each command takes one.
    environment = {"RAYON_NUM_THREADS": "1"}
    lines = articles.select(f.to_json(f.struct(f.struct("id", "date").alias("id"), "text", "date")))
    begin = time.monotonic()
    answers = lines.rdd.map(lambda row: row[0]).pipe(shlex.join(command), environment, checkCode=True)
    answers = spark.read.schema(ANSWER).json(answers).cache()
    failed = answers.where("error IS NOT NULL").count()
    seconds = time.monotonic() - begin
    print(f"{count} articles, {failed} with an error, {options.cores} cores, {count / seconds:.0f} articles/s")

    named = (
        answers.select("id.id", f.substring("id.date", 1, 7).alias("month"), f.explode("members").alias("member"))
        .where("member.entity IS NOT NULL AND member.confidence = 'sure'")
        .groupBy("member.entity", "member.name", "member.kind", "month")
        .agg(f.countDistinct("id").alias("articles"))
        .orderBy("month", f.desc("articles"), "name")
    )
    named.show(20, truncate=False)
    named.coalesce(1).write.mode("overwrite").option("header", True).csv(options.out)
    spark.stop()


if __name__ == "__main__":
    main()
