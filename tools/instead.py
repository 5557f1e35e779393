"""What to use in the place of what a diagram may not hold: of BPMN by element, of Zeebe by element or attribute."""

from __future__ import annotations

_CHOREOGRAPHY = "a `collaboration` of processes that send each other messages"
_CORRELATION = "`zeebe:subscription` with `correlationKey`, at the `message`"
_PERFORMER = "the property `performer` of the lane, or `zeebe:assignmentDefinition`"
_ITEMS = "`zeebe:loopCharacteristics`"
_COMPUTES = "`zeebe:ioMapping`"
_NOTHING = "nothing: leave it out"

_TOGETHER: dict[str, tuple[str, ...]] = {
    _CHOREOGRAPHY: (
        *("callChoreography", "callConversation", "choreography", "choreographyRef", "choreographyTask"),
        *("conversation", "conversationAssociation", "conversationLink", "globalChoreographyTask"),
        *("globalConversation", "messageFlowAssociation", "messageFlowRef", "participantAssociation"),
        *("participantRef", "innerParticipantRef", "outerParticipantRef", "subChoreography"),
        "subConversation",
    ),
    _CORRELATION: (
        *("correlationKey", "correlationProperty", "correlationPropertyBinding", "correlationPropertyRef"),
        *("correlationPropertyRetrievalExpression", "correlationSubscription", "dataPath", "messagePath"),
    ),
    _PERFORMER: (
        *("humanPerformer", "performer", "potentialOwner", "resource", "resourceAssignmentExpression"),
        *("resourceParameter", "resourceParameterBinding", "resourceRef", "resourceRole"),
    ),
    _ITEMS: ("inputDataItem", "loopDataInputRef", "loopDataOutputRef", "outputDataItem"),
    _COMPUTES: ("assignment", "from", "ioBinding", "to", "transformation"),
    "nothing: every act is in the record of the case": ("auditing", "monitoring"),
    "a `participant`": ("partnerEntity", "partnerRole"),
    "`zeebe:taskDefinition`: the operation knows where it goes": ("endPoint", "endPointRef"),
    "a file of the same folder": ("import",),
    _NOTHING: ("categoryValueRef", "extension", "relationship", "supportedInterfaceRef", "supports"),
}

OF_BPMN: dict[str, str] = {
    **{name: said for said, names in _TOGETHER.items() for name in names},
    "activationCondition": "`inclusiveGateway`: it waits until no other token can come",
    "adHocSubProcess": "`subProcess` with parallel or inclusive gateways",
    "complexGateway": "`inclusiveGateway`, or `parallelGateway` with exclusive gateways in its branches",
    "rendering": "`zeebe:formDefinition`",
    "script": "`zeebe:script`",
}

OF_ATTRIBUTES: dict[str, str] = {
    "completionQuantity": "a task with it inside the event subprocess",
    "default": "no flow leads out of an event subprocess; a gateway inside it",
    "definitionalCollaborationRef": _NOTHING,
    "expressionLanguage": "FEEL everywhere",
    "implementation": "`zeebe:taskDefinition` at what calls an operation",
    "isClosed": _NOTHING,
    "isImmediate": _NOTHING,
    "isInterrupting": "an event subprocess with this start event",
    "method": "`##Compensate`: a transaction undoes what was completed by compensation",
    "operationRef": "`zeebe:taskDefinition`",
    "parallelMultiple": "several starts, or a `parallelGateway` behind them",
    "partitionElementRef": "the property `performer` of the lane",
    "processType": "`isExecutable`",
    "scriptFormat": "`zeebe:script`, which is FEEL",
    "startQuantity": "a task with it inside the event subprocess",
    "triggeredByEvent": "`true` at a `subProcess` makes an event subprocess of it; a transaction cannot be one",
    "typeLanguage": _NOTHING,
}

OF_ZEEBE: dict[str, str] = {
    "adHoc": "`subProcess` with parallel or inclusive gateways",
    "conditionalFilter": "nothing: a condition is asked whenever something has run",
    "linkedResource": "an operation that knows its resource",
    "linkedResources": "an operation that knows its resource",
    "userTaskForm": "a `.form` file of the folder, and `formId`",
    "calledElement.processIdExpression": "an exclusive gateway with a call behind each way",
    "formDefinition.externalReference": "`formId`",
    "formDefinition.formKey": "`formId`",
    "header.id": "`key`",
}
