{#- The rows of a load as a source's staging model gives them: a table on Spark, whose catalogue cuts
    off the text of a long view. -#}
{% materialization staged, adapter='spark', supported_languages=['sql'] %}
    {{ return(materialization_table_spark()) }}
{% endmaterialization %}
