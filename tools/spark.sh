# shellcheck shell=bash
#: spark [test | bench [COUNT...] | IN OUT [ARGUMENT...]]
#: the Spark job (docs/spark.md) on this machine, over a folder with a folder for each collection; with `test`,
#: or without a word, its tests: local[2], and a small cluster whose executors get killed; with `bench`, how time
#: and memory grow with the number of collections

: "${root:?sourced by ./dev}"
# shellcheck source=tools/python.sh
source "$root/tools/python.sh"

spark_ready() {
    need "$packages_for_spark"
    mkdir -p "$python_folder"
    python_ready "${python_packages[@]}" "${spark_packages[@]}" || die "PySpark cannot be had here"
}

main() {
    spark_ready
    export PYSPARK_PYTHON=$python_venv/bin/python PYSPARK_DRIVER_PYTHON=$python_venv/bin/python
    if [ $# = 0 ] || [ "$*" = test ]; then
        python_tests spark
    elif [ "$1" = bench ]; then
        shift
        "$python_venv/bin/python" "$root/tests/bench/spark.py" "$@"
    elif [ $# = 1 ]; then
        wrong_words spark "it takes a folder of collections and a folder for the result"
    else
        "$python_venv/bin/python" -m sppwhy.spark "$@"
    fi
}
