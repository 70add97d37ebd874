{#- What loaders add to a row of their own: two deliveries of one record differ in it, so it is no
    part of what the record says. Their marks of deletion and of validity are. -#}
{% macro loader_columns() %}
    {{ return([
        '_fivetran_synced', '_fivetran_id', '_file', '_line', '_modified',
        '_airbyte_raw_id', '_airbyte_ab_id', '_airbyte_extracted_at', '_airbyte_emitted_at',
        '_airbyte_loaded_at', '_airbyte_meta', '_airbyte_generation_id',
        '_dlt_id', '_dlt_load_id',
        '_sdc_received_at', '_sdc_batched_at', '_sdc_sequence', '_sdc_table_version',
        '_sdc_extracted_at',
    ]) }}
{% endmacro %}
