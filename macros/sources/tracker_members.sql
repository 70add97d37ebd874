{#- Members of a tracker's event by where they stand, as json_fields takes them: `own`, what our own
    spelling has; `flat`, the other members; `nested`, what is inside the objects among these;
    `said`, other collectors' names in the properties. -#}
{% macro tracker_members(place) %}
    {%- set tree = {} -%}
    {%- if place == 'said' -%}
        {%- do tree.update({'$is_identified': 'text', '$user_id': 'text'}) -%}
    {%- endif -%}
    {%- set own = ["context", "event_name"] -%}
    {%- for field, paths in tracker_spellings().items() if paths[0] == field -%}
        {%- do own.append(field) -%}
    {%- endfor -%}
    {%- for path in tracker_spellings().values() | sum(start=[]) -%}
        {%- set names = path.split('.') -%}
        {%- set is_inside = names | length > 1 -%}
        {%- set is_property = is_inside and names[0] == 'properties' -%}
        {%- set is_own = names[0] in own and not is_property -%}
        {%- if place == 'said' and is_property and names[1].startswith(('$', 'utm_')) -%}
            {%- do tree.update({names[1]: 'text'}) -%}
        {%- elif place == 'flat' and not is_own and not is_property -%}
            {%- do tree.update({names[0]: 'json'}) -%}
        {%- elif place == 'own' and is_own and not is_inside -%}
            {%- do tree.update({path: 'json'}) -%}
        {%- elif is_inside and (place == 'own' and is_own
            or place == 'nested' and not is_own and not is_property) -%}
            {%- set level = namespace(members=tree) -%}
            {%- for name in names[:-1] -%}
                {%- do level.members.setdefault(name, {}) -%}
                {%- set level.members = level.members[name] -%}
            {%- endfor -%}
            {%- do level.members.update({names[-1]: 'json' if names[-1] == 'traits' else 'text'}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(tree) }}
{% endmacro %}
