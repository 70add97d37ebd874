{#- The incremental strategy `replace`: rows whose key is in another model are removed, then
    the model's rows are added. In the model's meta:

        replaces: {keys: [row_id], listed_in: int_events__label_changes}

    Without `listed_in` the rows with the keys of the new rows are removed. -#}
{% macro get_incremental_replace_sql(arg_dict) %}
    {%- set rule = config.get('meta')['replaces'] -%}
    {%- set listed = ref(rule['listed_in']) if 'listed_in' in rule else arg_dict['temp_relation'] -%}
    {%- set keys = rule['keys'] | join(', ') -%}
    delete from {{ arg_dict['target_relation'] }}
    where ({{ keys }}) in (select {{ keys }} from {{ listed }});

    {{ get_insert_into_sql(
        arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['dest_columns']) }}
{% endmacro %}
